using System.Diagnostics;
using DiffOG.Composition;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using DiffOG.Policies.Diffusion;
using DiffOG.Testing.Fakes;

namespace DiffOG.Benchmarks.Learning;

/// <summary>Steps of the real training loop, and after each one step of the bare operators: what else the machine does meets both.</summary>
internal static class UnetStep
{
    private const int DefaultSteps = 150, Warm = 20;

    internal static void Print(int steps)
    {
        Console.WriteLine("A step of the U-Net's training (batch, noise, network, AdamW, average) over its bare operators, paired step by step:");
        foreach ((int batch, int[] channels, int kernel) in new[] { (64, new[] { 32, 64 }, 3), (64, [64, 128], 5), (64, [256, 512, 1024], 5) })
            Print(steps > 0 ? steps : channels[^1] > 500 ? DefaultSteps / 5 : DefaultSteps, batch, channels, kernel);
    }

    private static void Print(int steps, int batch, int[] channels, int kernel)
    {
        var options = new DiffusionOptions { Channels = channels, KernelSize = kernel };
        using ITrainablePolicy policy = new DiffusionPlugin().Create(options, new PluginContext { Observations = Demonstrations.Observations(), Action = Demonstrations.Action });
        using MemoryDataset dataset = Demonstrations.InMemory(episodes: 50, length: 80);
        var pairs = new Pairs(policy, batch, options);
        string folder = Directory.CreateTempSubdirectory("diffog-bench-").FullName;
        try
        {
            new PolicyTrainer(policy, dataset, new TrainingSettings { Steps = steps + Warm, BatchSize = batch, ValidateEvery = long.MaxValue, CheckpointEvery = long.MaxValue }, pairs).Run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            pairs.Dispose();
        }
        Console.WriteLine($"  channels [{string.Join(", ", channels)}], kernel {kernel}, batch {batch}: {Quartiles.Of(pairs.Ratios.Skip(Warm)).Shown("0.000")}; a step {Quartiles.Of(pairs.Steps.Skip(Warm)).Median:0.0} ms, bare {Quartiles.Of(pairs.Bare.Skip(Warm)).Median:0.0} ms");
    }

    /// <summary>Measures the loop between two calls, and the bare step inside the call.</summary>
    private sealed class Pairs(ITrainablePolicy policy, int batch, DiffusionOptions options) : ITrainingObserver, IDisposable
    {
        private BareUnet? bare;
        private long mark;

        internal List<double> Steps { get; } = [];

        internal List<double> Bare { get; } = [];

        internal IEnumerable<double> Ratios => Steps.Zip(Bare, (s, b) => s / b);

        public void OnResumed(long step)
        {
        }

        public void OnStep(long step, long total, double loss, double learningRate)
        {
            double whole = Stopwatch.GetElapsedTime(mark).TotalMilliseconds;
            if (bare is null)
                bare = new BareUnet(policy.Network, batch, options.Horizon, Demonstrations.CommandedValues, options.ObservationSteps * Demonstrations.ObservedValues, options.StepEmbedding, options.KernelSize, options.Channels.Count);
            else
                Add(whole);
            mark = Stopwatch.GetTimestamp();
        }

        public void OnValidation(long step, IReadOnlyDictionary<string, double> measures)
        {
        }

        public void OnCheckpoint(long step, string path)
        {
        }

        public void Dispose() => bare?.Dispose();

        private void Add(double whole)
        {
            long start = Stopwatch.GetTimestamp();
            bare!.Step();
            Bare.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            Steps.Add(whole);
        }
    }
}
