using DiffOG.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>Training loss and sampling of a network that turns noise into action chunks; everything in normalised values.</summary>
public abstract class NoiseProcess
{
    /// <summary>How many steps lead from noise to a sample.</summary>
    protected abstract int Steps { get; }

    /// <summary>
    /// The mean squared error of what the network predicts, at a random time per chunk. The result belongs to the current
    /// dispose scope, as does everything its gradient needs.
    /// </summary>
    /// <param name="network">The network that is trained.</param>
    /// <param name="chunks">[B, H, D] clean chunks.</param>
    /// <param name="condition">[B, …] what the network wants to know.</param>
    /// <param name="random">The noise of this training step.</param>
    public NoiseLoss Loss(Denoise network, Tensor chunks, Tensor condition, GaussianSource random)
    {
        NoisyChunks noisy = Corrupt(chunks, random);
        Tensor predicted = network(noisy.Values, noisy.Times, condition);
        return new NoiseLoss(nn.functional.mse_loss(predicted, noisy.Target), () => noisy.Clean(predicted));
    }

    /// <summary>Draws one chunk per condition, without gradients.</summary>
    /// <param name="network">The network, usually the averaged one.</param>
    /// <param name="condition">[B, …] what the network wants to know.</param>
    /// <param name="sources">[B] the noise of each chunk: a chunk's noise does not depend on what else is in the batch.</param>
    /// <param name="steps">H.</param>
    /// <param name="dimensions">D.</param>
    /// <returns>[B, H, D]; belongs to the current dispose scope.</returns>
    public Tensor Sample(Denoise network, Tensor condition, GaussianSource[] sources, int steps, int dimensions)
    {
        using IDisposable frozen = no_grad();
        GaussianSource[] own = [.. sources];
        Tensor sample = Noise(own, [own.Length, steps, dimensions], condition.device);
        for (int k = 0; k < Steps; k++)
        {
            using Tensor before = sample;
            using DisposeScope scope = NewDisposeScope();
            sample = Step(Predict, k, before, own).MoveToOuterDisposeScope();
        }
        return sample;

        Tensor Predict(Tensor noisy, double time) => network(noisy, full([noisy.shape[0]], time, ScalarType.Float64, noisy.device), condition);
    }

    /// <summary>Adds noise to clean chunks, as much as at a random time per chunk.</summary>
    /// <param name="chunks">[B, H, D].</param>
    /// <param name="random">Times, then noise.</param>
    protected abstract NoisyChunks Corrupt(Tensor chunks, GaussianSource random);

    /// <summary>One step from noise towards a sample; intermediate tensors belong to the current dispose scope.</summary>
    /// <param name="predict">What the network says of chunks [B, H, D] at a time.</param>
    /// <param name="index">0 to <see cref="Steps"/> − 1.</param>
    /// <param name="sample">[B, H, D] before the step.</param>
    /// <param name="sources">[B] for fresh noise.</param>
    /// <returns>[B, H, D] after it.</returns>
    protected abstract Tensor Step(Func<Tensor, double, Tensor> predict, int index, Tensor sample, GaussianSource[] sources);

    /// <summary>Standard normal numbers, a source per chunk; belongs to the current dispose scope.</summary>
    /// <param name="sources">[B]; they move on.</param>
    /// <param name="shape">[B, H, D].</param>
    /// <param name="device">Where the tensor goes.</param>
    protected static Tensor Noise(GaussianSource[] sources, long[] shape, Device device)
    {
        int size = (int)(shape[1] * shape[2]);
        float[] values = new float[sources.Length * size];
        for (int i = 0; i < sources.Length; i++)
            sources[i].Fill(values.AsSpan(i * size, size));
        return tensor(values, shape, device: device);
    }

    /// <summary>Standard normal numbers in the form of chunks, all from one source; belongs to the current dispose scope.</summary>
    /// <param name="random">Moves on.</param>
    /// <param name="like">[B, H, D].</param>
    protected static Tensor Noise(ref GaussianSource random, Tensor like)
    {
        float[] values = new float[like.numel()];
        random.Fill(values);
        return tensor(values, like.shape, dtype: like.dtype, device: like.device);
    }
}
