namespace DiffOG.Policies.Networks.Noise;

/// <summary>
/// Ancestral sampling (Ho et al. 2020, eq. 7) with the smaller of the two variances. With fewer steps than the
/// schedule it jumps from t to t − stride with the variance of that jump, as current releases of the reference library
/// do; releases before 0.12 took the variance of t − 1 there. At full length both are the same.
/// </summary>
/// <param name="schedule">The schedule the network was trained with.</param>
/// <param name="inferenceSteps">The number of steps taken.</param>
/// <param name="clip">Whether the predicted clean chunk is clipped to [-1, 1].</param>
public sealed class Ddpm(NoiseSchedule schedule, int inferenceSteps, bool clip) : Denoiser(schedule, inferenceSteps, clip)
{
    private const double SmallestVariance = 1e-20;

    /// <inheritdoc/>
    public override bool AddsNoiseAt(int t) => t > 0;

    /// <inheritdoc/>
    protected override DenoisingWeights WeightsAt(int t, double kept, double keptBefore)
    {
        double alpha = kept / keptBefore;
        double beta = 1 - alpha;
        return new DenoisingWeights(
            Clean: Math.Sqrt(keptBefore) * beta / (1 - kept),
            Sample: Math.Sqrt(alpha) * (1 - keptBefore) / (1 - kept),
            Noise: 0,
            Fresh: Math.Sqrt(Math.Max((1 - keptBefore) / (1 - kept) * beta, SmallestVariance)));
    }
}
