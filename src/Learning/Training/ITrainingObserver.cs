namespace DiffOG.Learning.Training;

/// <summary>Is told how training goes; called on the training thread.</summary>
public interface ITrainingObserver
{
    /// <summary>The demonstrations were looked at; called once, before anything else.</summary>
    /// <param name="data">What there is.</param>
    void OnData(TrainingData data)
    {
    }

    /// <summary>A run continues from a checkpoint.</summary>
    /// <param name="step">The number of steps already taken.</param>
    void OnResumed(long step);

    /// <summary>A step was taken.</summary>
    /// <param name="step">The number of steps taken, this one included.</param>
    /// <param name="total">The number of steps of the whole run.</param>
    /// <param name="loss">The step's training loss.</param>
    /// <param name="learningRate">The step's learning rate.</param>
    void OnStep(long step, long total, double loss, double learningRate);

    /// <summary>Called just before <see cref="OnStep"/>.</summary>
    /// <param name="step">The number of steps taken, this one included.</param>
    /// <param name="times">What the step's time went to.</param>
    void OnTimes(long step, StepTimes times)
    {
    }

    /// <summary>The network was validated; after a resume, a step may be validated a second time, with equal numbers.</summary>
    /// <param name="step">The number of steps taken.</param>
    /// <param name="measures">By name; <c>docs/training.md</c> explains them.</param>
    void OnValidation(long step, IReadOnlyDictionary<string, double> measures);

    /// <summary>The policy ran episodes; after a resume, a step may be judged a second time, with equal numbers.</summary>
    /// <param name="step">The number of steps taken.</param>
    /// <param name="success">The share of episodes that succeeded, 0 to 1.</param>
    void OnRollouts(long step, double success)
    {
    }

    /// <summary>A checkpoint lies on the disk.</summary>
    /// <param name="step">The number of steps it contains.</param>
    /// <param name="path">The file.</param>
    void OnCheckpoint(long step, string path);
}

/// <summary>What came out of a training run.</summary>
/// <param name="Steps">The number of steps taken in all.</param>
/// <param name="LastLoss">The training loss of the last step.</param>
/// <param name="Validation">The measures after the last step.</param>
/// <param name="Checkpoint">Path of the self-contained checkpoint for inference.</param>
public sealed record TrainingResult(long Steps, double LastLoss, IReadOnlyDictionary<string, double> Validation, string Checkpoint)
{
    /// <summary>The step of the checkpoint that did best in episodes, which is the one for inference; null where none were run.</summary>
    public long? BestStep { get; init; }

    /// <summary>The share of its episodes that succeeded.</summary>
    public double? BestSuccess { get; init; }
}
