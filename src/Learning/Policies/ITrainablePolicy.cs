using DiffOG.Actions;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;
using DiffOG.Randomness;
using static TorchSharp.torch;

namespace DiffOG.Learning.Policies;

/// <summary>
/// A policy that is trained on windows of demonstrations; <see cref="NetworkPolicy{TNetwork}"/> is the short way to one.
/// Not thread-safe; one trainer owns it.
/// </summary>
public interface ITrainablePolicy : IPolicy
{
    /// <summary>H, the number of consecutive actions of a training window; row To − 1 is commanded at the window's last observation.</summary>
    int WindowSteps { get; }

    /// <summary>
    /// How far a training window may pass its episode's end [steps]. A policy whose loss leaves padded rows out can take
    /// <see cref="WindowSteps"/> − 1, and so learn from every observation; for others the rows that are executed should be real.
    /// </summary>
    int PaddedSteps => Spec.ExecutedSteps - 1;

    /// <summary>How it normalises actions.</summary>
    /// <exception cref="InvalidOperationException">Neither prepared nor loaded.</exception>
    ActionNormalisation Normalisation { get; }

    /// <summary>The network whose parameters are trained; stays the policy's.</summary>
    /// <exception cref="InvalidOperationException">Neither prepared nor loaded.</exception>
    nn.Module Network { get; }

    /// <summary>The network that <see cref="IPolicy.Act"/> and <see cref="Sample"/> use: it receives the averaged weights.</summary>
    /// <exception cref="InvalidOperationException">Neither prepared nor loaded.</exception>
    nn.Module Average { get; }

    /// <summary>Fits normalisers and draws initial weights.</summary>
    /// <param name="statistics">What was observed and commanded.</param>
    /// <param name="seed">Of the initial weights.</param>
    void Prepare(DemonstrationStatistics statistics, long seed);

    /// <summary>Moves the networks; from then on batches are expected there. Networks that are prepared or loaded later go there too.</summary>
    /// <param name="device">The processor, or an accelerator.</param>
    void MoveTo(Device device);

    /// <summary>The training loss; it and all that its gradient needs belong to the current dispose scope.</summary>
    /// <param name="batch">Raw.</param>
    /// <param name="random">The noise of this training step.</param>
    /// <param name="averaged">Whether the averaged network is judged instead of the trained one; for validation.</param>
    PolicyLoss Loss(DemonstrationBatch batch, GaussianSource random, bool averaged = false);

    /// <summary>Draws one chunk per row from the averaged network, without gradients; the result belongs to the current dispose scope.</summary>
    /// <param name="observations">[B, To, …] raw.</param>
    /// <param name="sources">[B] the noise of each chunk; a chunk does not depend on its neighbours.</param>
    /// <returns>[B, T, D] raw, float32; row 0 is for now.</returns>
    Tensor Sample(ObservationBatch observations, GaussianSource[] sources);

    /// <summary>All that sampling needs (averaged weights, normalisers), under the names of the reference.</summary>
    IReadOnlyDictionary<string, SafetensorsArray> ToArrays();

    /// <summary>Loads what <see cref="ToArrays"/> wrote, into both networks: joint training goes on from there.</summary>
    /// <param name="file">An open checkpoint.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1302: the checkpoint is of another shape; every difference is listed.</exception>
    void Load(SafetensorsFile file);
}
