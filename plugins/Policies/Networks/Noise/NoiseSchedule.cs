namespace DiffOG.Policies.Networks.Noise;

/// <summary>
/// How much of a clean chunk is left at each diffusion step: the squared-cosine schedule of Nichol and Dhariwal (2021),
/// ᾱ(t) = cos²((t + 0.008) / 1.008 · π/2), with each β capped at 0.999.
/// </summary>
public sealed class NoiseSchedule
{
    private const double LargestBeta = 0.999;

    /// <summary>The schedule of a number of steps.</summary>
    /// <param name="steps">At least 1.</param>
    public NoiseSchedule(int steps)
    {
        double[] betas = new double[steps];
        double[] kept = new double[steps];
        double product = 1;
        for (int t = 0; t < steps; t++)
        {
            // Betas in single precision, as weights of the reference were trained with.
            betas[t] = (float)Math.Min(1 - (Curve((t + 1.0) / steps) / Curve((double)t / steps)), LargestBeta);
            product *= (float)(1 - betas[t]);
            kept[t] = (float)product;
        }
        (Betas, Kept) = (betas, kept);
    }

    /// <summary>The number of diffusion steps.</summary>
    public int Steps => Betas.Count;

    /// <summary>β_t, the variance added by step t.</summary>
    public IReadOnlyList<double> Betas { get; }

    /// <summary>ᾱ_t, the share of the clean chunk's variance that is left after step t.</summary>
    public IReadOnlyList<double> Kept { get; }

    /// <summary>ᾱ_t, and 1 before the first step.</summary>
    /// <param name="t">The diffusion step; negative before the first.</param>
    public double KeptAt(int t) => t < 0 ? 1 : Kept[t];

    private static double Curve(double share) => Math.Pow(Math.Cos((share + 0.008) / 1.008 * Math.PI / 2), 2);
}
