using DiffOG.Randomness;
using DiffOG.Policies.Diffusion.Noise;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion;

/// <summary>What a network says of noisy chunks: the noise in them, or the clean chunks.</summary>
/// <param name="noisy">[B, H, D].</param>
/// <param name="steps">[B] int64, the diffusion step of each chunk.</param>
/// <param name="condition">[B, To·O].</param>
/// <returns>[B, H, D].</returns>
internal delegate Tensor Denoise(Tensor noisy, Tensor steps, Tensor condition);

/// <summary>Training loss and sampling of a denoising network; everything in normalised values.</summary>
/// <param name="schedule">How much noise each diffusion step has.</param>
/// <param name="denoiser">How samples are drawn.</param>
internal sealed class DiffusionProcess(NoiseSchedule schedule, Denoiser denoiser)
{
    /// <summary>
    /// The mean squared error of what the network predicts, at a random step per chunk (of the noise: Ho et al. 2020,
    /// eq. 14). The result belongs to the current dispose scope, as does everything its gradient needs.
    /// </summary>
    /// <param name="network">The network that is trained.</param>
    /// <param name="chunks">[B, T, D] clean chunks.</param>
    /// <param name="condition">[B, To·O].</param>
    /// <param name="random">The noise of this training step.</param>
    internal Tensor Loss(Denoise network, Tensor chunks, Tensor condition, GaussianSource random)
    {
        int batch = (int)chunks.shape[0];
        long[] steps = new long[batch];
        foreach (ref long step in steps.AsSpan())
            step = random.NextInteger(schedule.Steps);
        float[] values = new float[chunks.numel()];
        random.Fill(values);
        Tensor noise = tensor(values, chunks.shape, device: chunks.device);
        Tensor noisy = AddNoise(chunks, noise, steps);
        Tensor predicted = network(noisy, tensor(steps, device: chunks.device), condition);
        return nn.functional.mse_loss(predicted, denoiser.Prediction is PredictionKind.Clean ? chunks : noise);
    }

    /// <summary>x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε, with a step per chunk.</summary>
    internal Tensor AddNoise(Tensor chunks, Tensor noise, long[] steps)
    {
        Tensor Column(Func<double, double> weight) =>
            tensor([.. steps.Select(t => (float)weight(schedule.Kept[(int)t]))], [steps.Length, 1, 1], device: chunks.device);
        return (chunks * Column(Math.Sqrt)) + (noise * Column(kept => Math.Sqrt(1 - kept)));
    }

    /// <summary>Draws one chunk per condition, without gradients.</summary>
    /// <param name="network">The network, usually the averaged one.</param>
    /// <param name="condition">[B, To·O].</param>
    /// <param name="sources">[B] the noise of each chunk: a chunk's noise does not depend on what else is in the batch.</param>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <returns>[B, T, D]; belongs to the current dispose scope.</returns>
    internal Tensor Sample(Denoise network, Tensor condition, GaussianSource[] sources, int steps, int dimensions)
    {
        using IDisposable frozen = no_grad();
        GaussianSource[] own = [.. sources];
        Tensor sample = Draw(own, steps, dimensions, condition.device);
        foreach (int t in denoiser.Timesteps)
        {
            using Tensor before = sample;
            sample = Step(network, condition, own, t, before);
        }
        return sample;
    }

    private Tensor Step(Denoise network, Tensor condition, GaussianSource[] sources, int t, Tensor sample)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = network(sample, full([sample.shape[0]], t, ScalarType.Int64, sample.device), condition);
        Tensor? fresh = denoiser.AddsNoiseAt(t) ? Draw(sources, (int)sample.shape[1], (int)sample.shape[2], sample.device) : null;
        return denoiser.Step(predicted, t, sample, fresh).MoveToOuterDisposeScope();
    }

    private static Tensor Draw(GaussianSource[] sources, int steps, int dimensions, Device device)
    {
        int size = steps * dimensions;
        float[] values = new float[sources.Length * size];
        for (int i = 0; i < sources.Length; i++)
            sources[i].Fill(values.AsSpan(i * size, size));
        return tensor(values, [sources.Length, steps, dimensions], device: device);
    }
}
