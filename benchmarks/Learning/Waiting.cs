using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Datasets.Episodes;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using DiffOG.Policies.Diffusion;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Benchmarks.Learning;

/// <summary>The share of a training step that waits for data, as the training loop measures it itself.</summary>
internal static class Waiting
{
    private const int Warm = 5, DefaultSteps = 60, DefaultPictureSteps = 25, Side = 84;
    private static readonly CameraSpec[] Cameras = [new("agentview", Side, Side), new("hand", Side, Side)];

    internal static void Print(Arguments arguments)
    {
        Console.WriteLine("Waiting for data, share of a step (sum over the steps after the first ones):");
        using (MemoryDataset dataset = Demonstrations.InMemory(episodes: 200, length: 80))
            Print("low-dimensional, in memory", dataset, new DiffusionOptions(), arguments.Steps > 0 ? arguments.Steps : DefaultSteps, memory: 2048, prefetch: 2);
        string folder = Path.Combine(arguments.Root ?? Path.GetTempPath(), $"diffog-bench-{Guid.NewGuid():N}");
        try
        {
            using var pictures = (IEpisodeSink)new EpisodesPlugin().Create(
                new EpisodesOptions { Path = folder }, new PluginContext { Observations = Demonstrations.Observations(Cameras), Action = Demonstrations.Action, StepDuration = 0.05 });
            Demonstrations.Fill(pictures, episodes: 60, length: 80);
            var options = new DiffusionOptions { Vision = new VisionOptions { Cameras = [.. Cameras.Select(c => c.Name)], Width = 16, Features = 32 } };
            int steps = arguments.Steps > 0 ? arguments.Steps : DefaultPictureSteps;
            // Pictures of all episodes take 200 MiB: with 16 MiB of memory nearly every window comes from the disk.
            Print($"two cameras {Side}×{Side}, from the disk", pictures, options, steps, memory: 16, prefetch: 2);
            Print($"two cameras {Side}×{Side}, from the disk, nothing read ahead", pictures, options, steps, memory: 16, prefetch: 0);
            Print($"two cameras {Side}×{Side}, in memory", pictures, options, steps, memory: 2048, prefetch: 2);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string name, IDemonstrationDataset dataset, DiffusionOptions options, int steps, int memory, int prefetch)
    {
        using ITrainablePolicy policy = new DiffusionPlugin().Create(options, new PluginContext { Observations = dataset.Spec.Observations, Action = dataset.Spec.Action });
        var settings = new TrainingSettings { Steps = steps + Warm, BatchSize = 32, ValidationWindows = 1, ValidateEvery = long.MaxValue, CheckpointEvery = long.MaxValue, MemoryMegabytes = memory, Prefetch = prefetch };
        var times = new Times();
        string folder = Directory.CreateTempSubdirectory("diffog-bench-").FullName;
        try
        {
            new PolicyTrainer(policy, dataset, settings, times) { Time = TimeProvider.System }.Run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        StepTimes[] counted = [.. times.Steps.Skip(Warm)];
        double waiting = counted.Sum(s => s.Waiting.TotalMilliseconds), computing = counted.Sum(s => s.Computing.TotalMilliseconds);
        Console.WriteLine(FormattableString.Invariant($"  {name}: {waiting / (waiting + computing):0.0 %} of {(waiting + computing) / counted.Length:0.0} ms (batch {settings.BatchSize}, n = {counted.Length})"));
    }

    private sealed class Times : ITrainingObserver
    {
        internal List<StepTimes> Steps { get; } = [];

        public void OnTimes(long step, StepTimes times) => Steps.Add(times);

        public void OnResumed(long step)
        {
        }

        public void OnStep(long step, long total, double loss, double learningRate)
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
