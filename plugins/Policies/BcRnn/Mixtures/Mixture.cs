using DiffOG.Randomness;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Mixtures;

/// <summary>Mixtures of Gaussians with independent dimensions; the tensors belong to the current dispose scope.</summary>
/// <param name="Means">[…, M, E].</param>
/// <param name="Deviations">[…, M, E].</param>
/// <param name="LogWeights">[…, M]; the weights sum to one.</param>
internal sealed record Mixture(Tensor Means, Tensor Deviations, Tensor LogWeights)
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>log Σ w_m Π_e N(y_e; μ_me, σ_me).</summary>
    /// <param name="values">[…, E] y.</param>
    /// <returns>[…].</returns>
    internal Tensor LogLikelihood(Tensor values)
    {
        Tensor deviation = (values.unsqueeze(-2) - Means) / Deviations;
        Tensor each = (deviation.square() * -0.5) - Deviations.log() - HalfLogTwoPi;
        return (LogWeights + each.sum(-1)).logsumexp(-1);
    }

    /// <summary>The mixtures of one step.</summary>
    /// <param name="step">Of [B, S, …] mixtures.</param>
    /// <returns>[B, …].</returns>
    internal Mixture At(int step) => new(Means.select(1, step), Deviations.select(1, step), LogWeights.select(1, step));

    /// <summary>The mean of the component with the largest weight.</summary>
    /// <returns>[B, E] of [B] mixtures.</returns>
    internal Tensor MostLikely() => Of(Means, LogWeights.argmax(-1));

    /// <summary>Draws from each mixture with its own source.</summary>
    /// <param name="sources">[B].</param>
    /// <param name="noisy">Whether the component's noise is added to its mean.</param>
    /// <returns>[B, E] of [B] mixtures.</returns>
    internal Tensor Sample(GaussianSource[] sources, bool noisy)
    {
        GaussianSource[] own = [.. sources];
        Tensor chosen = tensor(Choose(own), device: Means.device);
        Tensor means = Of(Means, chosen);
        return noisy ? means + (Of(Deviations, chosen) * Noise(own, (int)means.shape[1]).to(means.device)) : means;
    }

    private long[] Choose(GaussianSource[] sources)
    {
        double[] weights = LogWeights.to(ScalarType.Float64).exp().cpu().contiguous().data<double>().ToArray();
        int modes = weights.Length / sources.Length;
        long[] chosen = new long[sources.Length];
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = Choose(weights.AsSpan(i * modes, modes), Uniform(ref sources[i]));
        return chosen;
    }

    private static int Choose(ReadOnlySpan<double> weights, double place)
    {
        for (int m = 0; m < weights.Length - 1; m++)
        {
            place -= weights[m];
            if (place < 0)
                return m;
        }
        return weights.Length - 1;
    }

    private static double Uniform(ref GaussianSource source) => (source.NextInteger(int.MaxValue) + 0.5) / int.MaxValue;

    private static Tensor Noise(GaussianSource[] sources, int size)
    {
        float[] values = new float[sources.Length * size];
        for (int i = 0; i < sources.Length; i++)
            sources[i].Fill(values.AsSpan(i * size, size));
        return tensor(values, [sources.Length, size]);
    }

    private static Tensor Of(Tensor components, Tensor chosen) =>
        components.gather(1, chosen.view(-1, 1, 1).expand(-1, 1, components.shape[2])).squeeze(1);
}
