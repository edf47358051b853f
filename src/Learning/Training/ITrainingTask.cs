using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>What a <see cref="TrainingLoop"/> trains.</summary>
internal interface ITrainingTask
{
    /// <summary><c>policy</c> or <c>layer</c>; kept in checkpoints.</summary>
    string Kind { get; }

    /// <summary>What is optimised.</summary>
    IEnumerable<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>All tensors besides the optimiser's that a run needs to continue; the tensors stay the task's.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>What decides the outcome besides the settings: hashes of data and networks, the host's own strings.</summary>
    IEnumerable<(string Name, object Value)> Identity { get; }

    /// <summary>The loss of one step, a function of the step alone; it belongs to the current dispose scope.</summary>
    /// <param name="step">The number of steps taken before.</param>
    Tensor Loss(long step);

    /// <summary>Follows up on an optimiser step.</summary>
    void AfterStep();

    /// <summary>Told how many steps the restored state contains.</summary>
    void Restored(long step);

    /// <summary>Measures the network on what it was not trained on; equal weights give equal numbers.</summary>
    Dictionary<string, double> Validate();

    /// <summary>Writes the checkpoint for inference.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="step">The number of steps taken.</param>
    /// <returns>Its path.</returns>
    string Export(string folder, long step);
}
