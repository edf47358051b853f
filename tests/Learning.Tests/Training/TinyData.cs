using System.Collections.Concurrent;
using DiffOG.Learning.Natives;
using DiffOG.Datasets;
using DiffOG.Learning.Training;
using DiffOG.Specs;

namespace DiffOG.Learning.Tests.Training;

/// <summary>Demonstrations in memory whose values say where they come from: episode · 1000 + step, plus the dimension times 0.25.</summary>
internal sealed class TinyData(params int[] lengths) : IDemonstrationDataset
{
    internal Func<int, int, double> Action { get; init; } = (step, dimension) => step + (0.25 * dimension);

    internal IReadOnlyList<CameraSpec> Cameras { get; init; } = [];

    /// <summary>Episode, start and number of steps of everything that was read.</summary>
    internal ConcurrentQueue<(int Episode, int Start, int Count)> Reads { get; } = [];

    /// <summary>Camera, episode, start and number of steps of all pictures that were read.</summary>
    internal ConcurrentQueue<(string Camera, int Episode, int Start, int Count)> PictureReads { get; } = [];

    /// <summary>Called before anything is read.</summary>
    internal Action<int> Before { get; init; } = _ => { };

    public DatasetSpec Spec => new(
        new ObservationSpec([new("o", 3, "1")]) { Cameras = Cameras },
        new ActionSpec(ActionMode.Relative, [new("a0", ActionGroup.Joint, "1", -10, 10), new("a1", ActionGroup.Joint, "1", -10, 10)]), 10, lengths, "memory");

    public string Fingerprint { get; init; } = "tiny";

    public EpisodeWindow Read(int episode, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, lengths[episode]);
        Before(episode);
        Reads.Enqueue((episode, start, count));
        return new(
            [.. Enumerable.Range(start, count).SelectMany(t => Enumerable.Range(0, 3).Select(d => (episode * 1000) + t + (0.25 * d)))],
            [.. Enumerable.Range(start, count).SelectMany(t => Enumerable.Range(0, 2).Select(d => Action((episode * 1000) + t, d)))]);
    }

    /// <summary>Every byte of a picture is ten times the episode plus the step.</summary>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, lengths[episode]);
        PictureReads.Enqueue((camera, episode, start, count));
        int bytes = pictures.Length / count;
        for (int i = 0; i < count; i++)
            pictures.Span.Slice(i * bytes, bytes).Fill((byte)((10 * episode) + start + i));
    }

    public void Dispose()
    {
    }
}

/// <summary>Remembers what a run told.</summary>
internal sealed class Recorder : ITrainingObserver
{
    internal List<double> Losses { get; } = [];

    internal List<double> Rates { get; } = [];

    internal List<StepTimes> Times { get; } = [];

    internal TrainingData? Data { get; private set; }

    internal Dictionary<long, IReadOnlyDictionary<string, double>> Validations { get; } = [];

    internal List<long> Checkpoints { get; } = [];

    internal List<(long Step, double Success)> Rollouts { get; } = [];

    internal long? ResumedAt { get; private set; }

    internal Action<long> Then { get; init; } = _ => { };

    public void OnData(TrainingData data) => Data = data;

    public void OnResumed(long step) => ResumedAt = step;

    public void OnTimes(long step, StepTimes times) => Times.Add(times);

    public void OnStep(long step, long total, double loss, double learningRate)
    {
        Losses.Add(loss);
        Rates.Add(learningRate);
        Then(step);
    }

    public void OnValidation(long step, IReadOnlyDictionary<string, double> measures) => Validations[step] = measures;

    public void OnRollouts(long step, double success) => Rollouts.Add((step, success));

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
