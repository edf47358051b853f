using DiffOG.Specs;
using System.ComponentModel;
using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Progress;
using DiffOG.Host.Recording;
using DiffOG.Simulation;
using DiffOG.Testing.Fakes;

namespace DiffOG.Host.Tests.Recording;

/// <summary>The settings of <see cref="PointPlugin"/>.</summary>
public sealed class PointOptions
{
    [Description("The step limit.")]
    public int MaxSteps { get; init; } = 60;
}

/// <summary>The point mass as a task that commands can name.</summary>
[Plugin("point", "A point that must reach the origin.")]
public sealed class PointPlugin : Plugin<ISimulator, PointOptions>
{
    public override ISimulator Create(PointOptions options, PluginContext context) => new PointMassSimulator(options.MaxSteps);
}

/// <summary>Records demonstrations of the point mass, and renders them.</summary>
internal static class Point
{
    internal static string Collect(string output, int episodes, int threads = 2, long? firstSeed = null, int? hold = null, IDisplay? display = null, int maxSteps = 60, string task = "point", CancellationTokenSource? stop = null)
    {
        using var simulators = new SimulatorPool(() => new PointMassSimulator(maxSteps));
        RecordingDescription Describe(long first, int held) => RecordingDescription.Of(task, "1.0", new JsonObject { ["maxSteps"] = maxSteps }, simulators.Lane(0).Spec, first, held);
        return new Collection(Describe, simulators, display ?? new Told()) { Threads = threads }.Run(new CollectionRequest(output, episodes, firstSeed, hold), stop?.Token ?? Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>Renders in batches of a few steps.</summary>
    internal static string Render(
        string recording, string output, CameraSpec[] cameras, bool compressed = false, int threads = 2, IDisplay? display = null, Func<ISimulator>? simulator = null, CancellationTokenSource? stop = null)
    {
        using RecordedStates source = RecordedStates.Open(recording);
        using var simulators = new SimulatorPool(simulator ?? (() => new PointMassSimulator(60)));
        ImageDescription description = ImageDescription.Of(recording, new JsonObject { ["maxSteps"] = 60 }, cameras, compressed);
        return new ImageJob(recording, source, description, simulators, display ?? new Told()) { Threads = threads, BatchBytes = 1000 }.Run(output, stop?.Token ?? Xunit.TestContext.Current.CancellationToken);
    }
}

/// <summary>A display that keeps what it is told, and may do something when work has come so far.</summary>
internal sealed class Told(Action<string, long>? reported = null) : IDisplay
{
    internal List<string> Said { get; } = [];

    public void Say(string text) => Said.Add(text);

    public void Show(Host.Evaluation.Metrics.EvaluationSummary summary)
    {
    }

    public T Work<T>(string title, long total, Func<IWorkProgress, T> work) => work(new Progress(title, reported));

    private sealed class Progress(string title, Action<string, long>? reported) : IWorkProgress
    {
        public void Report(long done, string detail) => reported?.Invoke(title, done);
    }
}
