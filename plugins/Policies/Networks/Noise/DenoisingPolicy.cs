using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>A policy that turns noise into action chunks; one of one's own says what the network is.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="options">Horizon, process, sampler, normalisers, cameras; valid.</param>
/// <param name="observations">What the task observes; the policy reads all values, and the cameras that the options name.</param>
/// <param name="action">What is said.</param>
public abstract class DenoisingPolicy<TNetwork>(DenoisingOptions options, ObservationSpec observations, ActionSpec action) : NetworkPolicy<TNetwork>(
    new PolicySpec(
        ObservationEncoder.ObservedBy(observations, options.Vision), action, options.ObservationSteps, options.Horizon - options.ObservationSteps + 1, options.ExecutedSteps),
    options.Horizon,
    new NormaliserChoice(options.ObservationNormaliser, options.ActionNormaliser, options.Vision.Colours))
    where TNetwork : nn.Module, IDenoisingNetwork
{
    private readonly NoiseProcess process = options.CreateProcess();

    /// <inheritdoc/>
    protected sealed override PolicyLoss Loss(TNetwork network, DemonstrationBatch batch, GaussianSource random)
    {
        NoiseLoss loss = process.Loss(network.Denoise, batch.Actions, network.Condition(batch.Observations), random);
        return new PolicyLoss(loss.Value) { Chunks = () => FromNow(loss.Clean()) };
    }

    /// <inheritdoc/>
    protected sealed override Tensor Sample(TNetwork network, ObservationBatch observations, GaussianSource[] sources) =>
        FromNow(process.Sample(network.Denoise, network.Condition(observations), sources, WindowSteps, Spec.Action.Size));

    private Tensor FromNow(Tensor window) => window.narrow(1, Spec.ObservationSteps - 1, Spec.ChunkSteps);
}
