using DiffOG.Learning.Natives;
using DiffOG.Datasets;
using DiffOG.Learning.Training;
using DiffOG.Specs;

namespace DiffOG.Learning.Tests.Training;

/// <summary>Demonstrations in memory whose values say where they come from: episode · 1000 + step, plus the dimension times 0.25.</summary>
internal sealed class TinyData(params int[] lengths) : IDemonstrationDataset
{
    internal Func<int, int, double> Action { get; init; } = (step, dimension) => step + (0.25 * dimension);

    public DatasetSpec Spec { get; } = new(
        new ObservationSpec([new("o", 3, "1")]),
        new ActionSpec(ActionMode.Relative, [new("a0", ActionGroup.Joint, "1", -10, 10), new("a1", ActionGroup.Joint, "1", -10, 10)]), 10, lengths, "memory");

    public string Fingerprint { get; init; } = "tiny";

    public EpisodeWindow Read(int episode, int start, int count) => new(
        [.. Enumerable.Range(start, count).SelectMany(t => Enumerable.Range(0, 3).Select(d => (episode * 1000) + t + (0.25 * d)))],
        [.. Enumerable.Range(start, count).SelectMany(t => Enumerable.Range(0, 2).Select(d => Action((episode * 1000) + t, d)))]);

    public void Dispose()
    {
    }
}

/// <summary>Remembers what a run told.</summary>
internal sealed class Recorder : ITrainingObserver
{
    internal List<double> Losses { get; } = [];

    internal List<double> Rates { get; } = [];

    internal Dictionary<long, IReadOnlyDictionary<string, double>> Validations { get; } = [];

    internal List<long> Checkpoints { get; } = [];

    internal long? ResumedAt { get; private set; }

    internal Action<long> Then { get; init; } = _ => { };

    public void OnResumed(long step) => ResumedAt = step;

    public void OnStep(long step, long total, double loss, double learningRate)
    {
        Losses.Add(loss);
        Rates.Add(learningRate);
        Then(step);
    }

    public void OnValidation(long step, IReadOnlyDictionary<string, double> measures) => Validations[step] = measures;

    public void OnCheckpoint(long step, string path) => Checkpoints.Add(step);
}

/// <summary>Counts live tensors at the same place of two steps of a run.</summary>
internal sealed class TensorCount(long first, long last)
{
    private long before;

    internal long Growth { get; private set; } = -1;

    internal void At(long step)
    {
        if (step == first)
        {
            // What initialisation left to the collector must not go away between the two counts.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            before = LiveTensors.Count();
        }
        else if (step == last)
        {
            Growth = LiveTensors.Count() - before;
        }
    }
}
