using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>Takes chunks from one diffusion step to an earlier one, given what the network predicts.</summary>
/// <param name="schedule">The schedule the network was trained with.</param>
/// <param name="inferenceSteps">The number of steps taken; at most the schedule's.</param>
/// <param name="clip">Whether the predicted clean chunk is clipped to [-1, 1].</param>
public abstract class Denoiser(NoiseSchedule schedule, int inferenceSteps, bool clip)
{
    private readonly int stride = schedule.Steps / inferenceSteps;

    /// <summary>What the network predicts.</summary>
    public PredictionKind Prediction { get; init; } = PredictionKind.Noise;

    /// <summary>The diffusion steps visited, the noisiest first: multiples of the stride, down to 0.</summary>
    public IEnumerable<int> Timesteps => Enumerable.Range(0, inferenceSteps).Reverse().Select(i => i * stride);

    /// <summary>Whether a step adds fresh noise.</summary>
    /// <param name="t">The diffusion step.</param>
    public abstract bool AddsNoiseAt(int t);

    /// <summary>One step.</summary>
    /// <param name="predicted">[B, H, D] the network's output at step <paramref name="t"/>.</param>
    /// <param name="t">The diffusion step of <paramref name="sample"/>.</param>
    /// <param name="sample">[B, H, D].</param>
    /// <param name="fresh">[B, H, D] standard normal where <see cref="AddsNoiseAt"/>; null otherwise.</param>
    /// <returns>[B, H, D] at the step before; the caller owns it.</returns>
    public Tensor Step(Tensor predicted, int t, Tensor sample, Tensor? fresh)
    {
        using Tensor clean = PredictClean(predicted, t, sample);
        using Tensor noise = Predictions.Noise(Prediction, schedule.Kept[t]).Of(sample, predicted);
        DenoisingWeights weights = WeightsAt(t, schedule.KeptAt(t), schedule.KeptAt(t - stride));
        Tensor previous = clean * weights.Clean;
        Blend.AddTo(previous, sample, weights.Sample);
        Blend.AddTo(previous, noise, weights.Noise);
        if (fresh is not null)
            Blend.AddTo(previous, fresh, weights.Fresh);
        return previous;
    }

    /// <summary>The clean chunk that a prediction stands for, clipped where that is wanted; the caller owns it.</summary>
    internal Tensor PredictClean(Tensor predicted, int t, Tensor sample)
    {
        Tensor clean = Predictions.Clean(Prediction, schedule.Kept[t]).Of(sample, predicted);
        return clip ? clean.clamp_(-1, 1) : clean;
    }

    /// <summary>A clean chunk, clipped where that is wanted; differentiable.</summary>
    internal Tensor Clipped(Tensor clean) => clip ? clean.clamp(-1, 1) : clean;

    /// <summary>The weights of the sum that makes the previous sample.</summary>
    /// <param name="t">The diffusion step.</param>
    /// <param name="kept">ᾱ_t.</param>
    /// <param name="keptBefore">ᾱ of the step that is gone to.</param>
    protected abstract DenoisingWeights WeightsAt(int t, double kept, double keptBefore);
}
