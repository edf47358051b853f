using DiffOG.Randomness;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>Denoising diffusion with discrete steps (Ho et al. 2020).</summary>
/// <param name="schedule">How much noise each diffusion step has.</param>
/// <param name="denoiser">How samples are drawn, and what the network predicts.</param>
public sealed class DiffusionProcess(NoiseSchedule schedule, Denoiser denoiser) : NoiseProcess
{
    private readonly int[] visited = [.. denoiser.Timesteps];

    /// <inheritdoc/>
    protected override int Steps => visited.Length;

    /// <summary>x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε, with a step per chunk; belongs to the current dispose scope.</summary>
    /// <param name="chunks">[B, H, D] x₀.</param>
    /// <param name="noise">[B, H, D] ε.</param>
    /// <param name="steps">[B].</param>
    internal Tensor AddNoise(Tensor chunks, Tensor noise, IReadOnlyList<long> steps) => Blend.Of(At(steps, Predictions.Noisy), chunks, noise);

    /// <summary>With a step per chunk that is drawn evenly; of the noise it is Ho et al. 2020, eq. 14.</summary>
    /// <inheritdoc/>
    protected override NoisyChunks Corrupt(Tensor chunks, GaussianSource random)
    {
        long[] steps = new long[chunks.shape[0]];
        foreach (ref long step in steps.AsSpan())
            step = random.NextInteger(schedule.Steps);
        Tensor noise = Noise(ref random, chunks);
        Tensor noisy = AddNoise(chunks, noise, steps);
        return new NoisyChunks(
            noisy,
            tensor(steps, device: chunks.device),
            denoiser.Prediction switch
            {
                PredictionKind.Noise => noise,
                PredictionKind.Clean => chunks,
                PredictionKind kind => Blend.Of(At(steps, kept => Predictions.Target(kind, kept)), chunks, noise),
            },
            predicted => denoiser.Clipped(Blend.Of(At(steps, kept => Predictions.Clean(denoiser.Prediction, kept)), noisy, predicted)));
    }

    /// <inheritdoc/>
    protected override Tensor Step(Func<Tensor, double, Tensor> predict, int index, Tensor sample, GaussianSource[] sources)
    {
        int t = visited[index];
        Tensor? fresh = denoiser.AddsNoiseAt(t) ? Noise(sources, sample.shape, sample.device) : null;
        return denoiser.Step(predict(sample, t), t, sample, fresh);
    }

    private Blend[] At(IReadOnlyList<long> steps, Func<double, Blend> blend) => [.. steps.Select(t => blend(schedule.Kept[(int)t]))];
}
