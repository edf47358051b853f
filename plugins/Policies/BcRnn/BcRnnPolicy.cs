using DiffOG.Learning.Policies;
using DiffOG.Policies.BcRnn.Mixtures;
using DiffOG.Policies.Networks.Recurrent;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn;

/// <summary>
/// robomimic's BC-RNN-GMM (Mandlekar et al. 2021): an LSTM over the last To observations, and at every step a Gaussian
/// mixture, here over the next K actions together.
/// </summary>
internal sealed class BcRnnPolicy : NetworkPolicy<RecurrentNetwork>
{
    private readonly BcRnnOptions options;
    private readonly MixtureHead head;

    internal BcRnnPolicy(BcRnnOptions options, ObservationSpec observations, ActionSpec action)
        : base(
            new PolicySpec(ObservationEncoder.ObservedBy(observations, options.Vision), action, options.ObservationSteps, options.ChunkSteps, options.ExecutedSteps),
            options.ObservationSteps + options.ChunkSteps - 1,
            new NormaliserChoice(options.ObservationNormaliser, options.ActionNormaliser, options.Vision.Colours))
    {
        this.options = options;
        head = new MixtureHead(options.Modes, options.ChunkSteps * action.Size, options.DeviationActivation, options.MinimumDeviation);
    }

    /// <summary>Windows end as late as at the last observation of an episode; what its chunk would do afterwards repeats the last action.</summary>
    public override int PaddedSteps => Spec.ChunkSteps - 1;

    /// <inheritdoc/>
    protected override RecurrentNetwork Build() =>
        new(new ObservationEncoder(Spec.Observations, options.Vision), new RecurrentShape(options.HiddenSize, options.Layers), head.Sizes);

    /// <inheritdoc/>
    protected override PolicyLoss Loss(RecurrentNetwork network, DemonstrationBatch batch, GaussianSource random)
    {
        Mixture mixture = head.Of(network, network.Run(batch.Observations));
        Tensor likelihood = mixture.LogLikelihood(StepChunks.Of(batch.Actions, options.ChunkSteps).flatten(2));
        return new PolicyLoss(-StepChunks.MeanInside(likelihood, batch.Padding))
        {
            Chunks = () => Chunks(mixture.At(Spec.ObservationSteps - 1).MostLikely()),
        };
    }

    /// <inheritdoc/>
    protected override Tensor Sample(RecurrentNetwork network, ObservationBatch observations, GaussianSource[] sources)
    {
        Tensor last = network.Run(observations).select(1, Spec.ObservationSteps - 1);
        Mixture mixture = head.Of(network, last);
        return Chunks(options.Sampling switch
        {
            MixtureSampling.MostLikely => mixture.MostLikely(),
            MixtureSampling.Full => mixture.Sample(sources, noisy: true),
            _ => mixture.Sample(sources, noisy: false),
        });
    }

    private Tensor Chunks(Tensor flat) => flat.view(-1, Spec.ChunkSteps, Spec.Action.Size);
}
