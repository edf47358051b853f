using DiffOG.Composition;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using DiffOG.Policies.Diffusion;
using DiffOG.Testing.Fakes;

namespace DiffOG.Benchmarks.Learning;

/// <summary>Live tensors and resident memory over a long training of a small network.</summary>
internal static class Memory
{
    private const int DefaultSteps = 10_000, Reports = 10;

    internal static void Print(int steps)
    {
        int total = steps > 0 ? steps : DefaultSteps;
        Console.WriteLine($"Memory over {total} steps (channels [16, 32], batch 16):");
        var options = new DiffusionOptions { Channels = [16, 32], KernelSize = 3, StepEmbedding = 32 };
        using ITrainablePolicy policy = new DiffusionPlugin().Create(options, new PluginContext { Observations = Demonstrations.Observations(), Action = Demonstrations.Action });
        using MemoryDataset dataset = Demonstrations.InMemory(episodes: 50, length: 80);
        string folder = Directory.CreateTempSubdirectory("diffog-bench-").FullName;
        try
        {
            new PolicyTrainer(policy, dataset, new TrainingSettings { Steps = total, BatchSize = 16, ValidateEvery = total / Reports, CheckpointEvery = total / Reports }, new Reporter(total / Reports)).Run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Reporter(int every) : ITrainingObserver
    {
        public void OnStep(long step, long total, double loss, double learningRate)
        {
            if (step % every != 0)
                return;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            Console.WriteLine(FormattableString.Invariant($"  step {step,6}: {TorchSharp.torch.Tensor.TotalCount,5} live tensors, {process.WorkingSet64 / (1024.0 * 1024):0.0} MiB resident"));
        }

        public void OnResumed(long step)
        {
        }

        public void OnValidation(long step, IReadOnlyDictionary<string, double> measures)
        {
        }

        public void OnCheckpoint(long step, string path)
        {
        }
    }
}
