using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion.Noise;

/// <summary>Takes chunks from one diffusion step to an earlier one, given what the network predicts.</summary>
/// <param name="schedule">The schedule the network was trained with.</param>
/// <param name="inferenceSteps">The number of steps taken; at most the schedule's.</param>
/// <param name="clip">Whether the predicted clean chunk is clipped to [-1, 1].</param>
internal abstract class Denoiser(NoiseSchedule schedule, int inferenceSteps, bool clip)
{
    private readonly int stride = schedule.Steps / inferenceSteps;

    /// <summary>What the network predicts.</summary>
    internal PredictionKind Prediction { get; init; } = PredictionKind.Noise;

    /// <summary>The diffusion steps visited, the noisiest first: multiples of the stride, down to 0.</summary>
    internal IEnumerable<int> Timesteps => Enumerable.Range(0, inferenceSteps).Reverse().Select(i => i * stride);

    /// <summary>Whether a step adds fresh noise.</summary>
    internal abstract bool AddsNoiseAt(int t);

    /// <summary>One step.</summary>
    /// <param name="predicted">[B, T, D] the network's output at step <paramref name="t"/>: noise or clean chunk.</param>
    /// <param name="t">The diffusion step of <paramref name="sample"/>.</param>
    /// <param name="sample">[B, T, D].</param>
    /// <param name="fresh">[B, T, D] standard normal where <see cref="AddsNoiseAt"/>; null otherwise.</param>
    /// <returns>[B, T, D] at the step before; the caller owns it.</returns>
    internal Tensor Step(Tensor predicted, int t, Tensor sample, Tensor? fresh)
    {
        using Tensor clean = PredictClean(predicted, t, sample);
        using Tensor noise = Prediction is PredictionKind.Clean ? ImpliedNoise(predicted, t, sample) : predicted.alias();
        Weights weights = WeightsAt(t, schedule.KeptAt(t), schedule.KeptAt(t - stride));
        Tensor previous = clean * weights.Clean;
        Add(previous, sample, weights.Sample);
        Add(previous, noise, weights.Noise);
        if (fresh is not null)
            Add(previous, fresh, weights.Fresh);
        return previous;
    }

    /// <summary>The clean chunk that a prediction stands for, clipped where that is wanted; the caller owns it.</summary>
    internal Tensor PredictClean(Tensor predicted, int t, Tensor sample)
    {
        Tensor clean = Prediction is PredictionKind.Clean ? predicted.clone() : ImpliedClean(predicted, t, sample);
        return clip ? clean.clamp_(-1, 1) : clean;
    }

    /// <summary>The clean chunk that the noise implies: x₀ = (x_t − √(1 − ᾱ_t) ε) / √ᾱ_t.</summary>
    private Tensor ImpliedClean(Tensor noise, int t, Tensor sample)
    {
        double kept = schedule.Kept[t];
        Tensor clean = sample * (1 / Math.Sqrt(kept));
        Add(clean, noise, -Math.Sqrt((1 - kept) / kept));
        return clean;
    }

    /// <summary>The noise that a clean chunk implies: ε = (x_t − √ᾱ_t x₀) / √(1 − ᾱ_t).</summary>
    private Tensor ImpliedNoise(Tensor clean, int t, Tensor sample)
    {
        double kept = schedule.Kept[t];
        Tensor noise = sample * (1 / Math.Sqrt(1 - kept));
        Add(noise, clean, -Math.Sqrt(kept / (1 - kept)));
        return noise;
    }

    /// <summary>The weights of the sum that makes the previous sample.</summary>
    /// <param name="t">The diffusion step.</param>
    /// <param name="kept">ᾱ_t.</param>
    /// <param name="keptBefore">ᾱ of the step that is gone to.</param>
    protected abstract Weights WeightsAt(int t, double kept, double keptBefore);

    private static void Add(Tensor sum, Tensor term, double weight)
    {
        if (weight == 0)
            return;
        using Scalar factor = weight.ToScalar();
        sum.add_(term, factor);
    }

    /// <summary>Weights of the clean chunk, the present sample, the predicted noise and fresh noise.</summary>
    protected readonly record struct Weights(double Clean, double Sample, double Noise, double Fresh);
}
