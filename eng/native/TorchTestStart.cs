using System.Runtime.CompilerServices;

namespace DiffOG.Learning.Natives;

/// <summary>Loads libtorch before the first test runs. Linked into test projects by <c>eng/Torch.targets</c>.</summary>
internal static class TorchTestStart
{
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.Load();
}
