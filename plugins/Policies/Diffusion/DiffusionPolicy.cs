using DiffOG.Learning.Policies;
using DiffOG.Policies.Diffusion.Network;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion;

/// <summary>The diffusion policy of Chi et al. (2023) on observed values and pictures.</summary>
internal sealed class DiffusionPolicy : NetworkPolicy<DiffusionNetwork>
{
    private readonly DiffusionOptions options;
    private readonly DiffusionProcess process;

    internal DiffusionPolicy(DiffusionOptions options, ObservationSpec observations, ActionSpec action)
        : base(
            new PolicySpec(
                ObservationEncoder.ObservedBy(observations, options.Vision), action, options.ObservationSteps, options.Horizon - options.ObservationSteps + 1, options.ExecutedSteps),
            options.Horizon,
            new NormaliserChoice(options.ObservationNormaliser, options.ActionNormaliser, options.Vision.Colours))
    {
        this.options = options;
        var schedule = new NoiseSchedule(options.TrainSteps);
        process = new DiffusionProcess(schedule, options.Sampler switch
        {
            SamplerKind.Ddpm => new Ddpm(schedule, options.InferenceSteps, options.ClipSample) { Prediction = options.Prediction },
            _ => new Ddim(schedule, options.InferenceSteps, options.ClipSample) { Prediction = options.Prediction },
        });
    }

    /// <inheritdoc/>
    protected override DiffusionNetwork Build()
    {
        var encoder = new ObservationEncoder(Spec.Observations, options.Vision);
        return new DiffusionNetwork(encoder, new UnetShape(
            Spec.Action.Size, options.ObservationSteps * encoder.Size, options.StepEmbedding, options.Channels,
            options.KernelSize, options.Groups, options.PredictScale));
    }

    /// <inheritdoc/>
    protected override PolicyLoss Loss(DiffusionNetwork network, DemonstrationBatch batch, GaussianSource random)
    {
        NoiseLoss loss = process.Loss(network.Denoise, batch.Actions, network.Condition(batch.Observations), random);
        return new PolicyLoss(loss.Value) { Chunks = () => FromNow(loss.Clean()) };
    }

    /// <inheritdoc/>
    protected override Tensor Sample(DiffusionNetwork network, ObservationBatch observations, GaussianSource[] sources) =>
        FromNow(process.Sample(network.Denoise, network.Condition(observations), sources, WindowSteps, Spec.Action.Size));

    private Tensor FromNow(Tensor window) => window.narrow(1, Spec.ObservationSteps - 1, Spec.ChunkSteps);
}
