namespace DiffOG.Policies.Networks.Noise;

/// <summary>
/// What the kinds of predictions stand for, at a share ᾱ of variance kept: the noisy chunk is x_t = √ᾱ x₀ + √(1 − ᾱ) ε, so
/// that of x₀ and ε each follows from x_t and a prediction.
/// </summary>
internal static class Predictions
{
    /// <summary>x_t, as a blend of the clean chunk and the noise.</summary>
    internal static Blend Noisy(double kept) => new(Math.Sqrt(kept), Math.Sqrt(1 - kept));

    /// <summary>x₀, as a blend of the noisy chunk and the prediction: from noise (x_t − √(1 − ᾱ) ε) / √ᾱ.</summary>
    internal static Blend Clean(PredictionKind kind, double kept) => kind switch
    {
        PredictionKind.Clean => new(0, 1),
        PredictionKind.Velocity => new(Math.Sqrt(kept), -Math.Sqrt(1 - kept)),
        _ => new(1 / Math.Sqrt(kept), -Math.Sqrt((1 - kept) / kept)),
    };

    /// <summary>ε, as a blend of the noisy chunk and the prediction: from a clean chunk (x_t − √ᾱ x₀) / √(1 − ᾱ).</summary>
    internal static Blend Noise(PredictionKind kind, double kept) => kind switch
    {
        PredictionKind.Clean => new(1 / Math.Sqrt(1 - kept), -Math.Sqrt(kept / (1 - kept))),
        PredictionKind.Velocity => new(Math.Sqrt(1 - kept), Math.Sqrt(kept)),
        _ => new(0, 1),
    };

    /// <summary>What is predicted, as a blend of the clean chunk and the noise.</summary>
    internal static Blend Target(PredictionKind kind, double kept) => kind switch
    {
        PredictionKind.Clean => new(1, 0),
        PredictionKind.Velocity => new(-Math.Sqrt(1 - kept), Math.Sqrt(kept)),
        _ => new(0, 1),
    };
}
