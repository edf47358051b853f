using DiffOG.Learning.Policies;
using DiffOG.Policies.Act.Network;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act;

/// <summary>The action-chunking transformer of Zhao et al. (2023), trained as the decoder of a conditional variational autoencoder.</summary>
internal sealed class ActPolicy : NetworkPolicy<ActNetwork>
{
    private readonly ActOptions options;
    private readonly ObservationSplit split;

    internal ActPolicy(ActOptions options, ObservationSpec observations, ActionSpec action)
        : base(
            new PolicySpec(ObservationEncoder.ObservedBy(observations, options.Vision.ToVision()), action, ObservationSteps: 1, options.ChunkSize, options.ExecutedSteps),
            options.ChunkSize,
            new NormaliserChoice(options.ObservationNormaliser, options.ActionNormaliser, options.Vision.Colours))
    {
        this.options = options;
        split = new ObservationSplit(observations, options.EnvironmentState, options.Vision.Values);
    }

    /// <inheritdoc/>
    /// <remarks>The loss leaves padded steps out, so a window may begin at any step of an episode.</remarks>
    public override int PaddedSteps => WindowSteps - 1;

    /// <inheritdoc/>
    protected override ActNetwork Build() => new(new ActShape(options, split.RobotSize, split.EnvironmentSize, Spec.Action.Size, Spec.Observations.Cameras));

    /// <inheritdoc/>
    protected override PolicyLoss Loss(ActNetwork network, DemonstrationBatch batch, GaussianSource random)
    {
        ActInputs inputs = Inputs(batch.Observations);
        Posterior? posterior = network.Posterior?.Invoke(inputs.Robot, batch.Actions, batch.Padding);
        Tensor chunks = network.Decode(inputs, posterior?.Draw(random) ?? Prior(batch.Actions));
        Tensor distance = UnpaddedDistance(chunks, batch.Actions, batch.Padding);
        return new PolicyLoss(posterior is null ? distance : distance + (posterior.Divergence() * options.KlWeight)) { Chunks = () => chunks };
    }

    /// <inheritdoc/>
    /// <remarks>The latent is the mean of its prior: zero. So the sources are not used.</remarks>
    protected override Tensor Sample(ActNetwork network, ObservationBatch observations, GaussianSource[] sources) =>
        network.Decode(Inputs(observations), Prior(observations.Values));

    /// <summary>The mean absolute difference over the steps that lie inside their episode.</summary>
    private static Tensor UnpaddedDistance(Tensor chunks, Tensor actions, Tensor padding)
    {
        Tensor counted = padding.logical_not().unsqueeze(2).to_type(chunks.dtype);
        return ((chunks - actions).abs() * counted).sum() / (counted.sum() * actions.shape[2]).clamp_min(1);
    }

    private ActInputs Inputs(ObservationBatch observations)
    {
        Tensor values = observations.Values.select(1, 0);
        return new ActInputs(split.Robot(values), split.Environment(values), observations.Pictures.ToDictionary(p => p.Key, p => p.Value.select(1, 0)));
    }

    private Tensor Prior(Tensor like) => zeros([like.shape[0], options.LatentSize], like.dtype, like.device);
}
