using System.Runtime.CompilerServices;

namespace DiffOG.Learning.Natives;

/// <summary>Loads libtorch before the first test runs. Linked into test projects by <c>eng/Torch.targets</c>.</summary>
internal static class TorchTestStart
{
    [ModuleInitializer]
    internal static void Load()
    {
        TorchRuntime.Load();
        // Test suites run side by side. Torch's threads wait for each other at every operation: with more of them than
        // idle cores, small operations take a hundred times longer.
        TorchSharp.torch.set_num_threads(1);
    }
}
