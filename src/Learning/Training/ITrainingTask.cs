using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>What a <see cref="TrainingLoop"/> trains.</summary>
internal interface ITrainingTask
{
    /// <summary><c>policy</c>, <c>layer</c> or <c>joint</c>; kept in checkpoints.</summary>
    string Kind { get; }

    /// <summary>What is trained on.</summary>
    DemonstrationWindows Windows { get; }

    /// <summary>What of its windows a step reads.</summary>
    WindowNeeds Needs { get; }

    /// <summary>What is optimised.</summary>
    IEnumerable<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>All tensors besides the optimiser's that a run needs to continue; the tensors stay the task's.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>What decides the outcome besides the settings: hashes of data and networks, the host's own strings.</summary>
    IEnumerable<(string Name, object Value)> Identity { get; }

    /// <summary>The windows of a part of a step, a function of the part alone; called on one thread only, not the one that trains.</summary>
    WindowPlace[] Draw(StepPart part);

    /// <summary>The mean loss of a part of a step, a function of weights and part alone; it belongs to the current dispose scope.</summary>
    /// <param name="part">Which part of which step.</param>
    /// <param name="windows">What was read for it.</param>
    Tensor Loss(StepPart part, WindowArrays windows);

    /// <summary>Follows up on an optimiser step.</summary>
    void AfterStep();

    /// <summary>Told how many steps the restored state contains.</summary>
    void Restored(long step);

    /// <summary>Measures the network on what it was not trained on; equal weights give equal numbers.</summary>
    Dictionary<string, double> Validate();

    /// <summary>Whether somebody judges it in episodes.</summary>
    bool IsJudged => false;

    /// <summary>Runs episodes, and keeps the network if it is among the best; only where there is a judge.</summary>
    /// <param name="step">The number of steps taken.</param>
    /// <param name="cancellation">Ends the episodes.</param>
    /// <returns>The share of episodes that succeeded.</returns>
    double Rollout(long step, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>What did best in episodes; null where there is no judge, or was no judgement yet.</summary>
    JudgedCheckpoint? BestSoFar => null;

    /// <summary>Writes the checkpoint for inference.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="step">The number of steps taken.</param>
    /// <returns>Its path.</returns>
    string Export(string folder, long step);
}
