namespace DiffOG.Policies.Networks.Noise;

/// <summary>Deterministic sampling (Song et al. 2021, eq. 12); <paramref name="eta"/> blends ancestral noise in.</summary>
/// <param name="schedule">The schedule the network was trained with.</param>
/// <param name="inferenceSteps">The number of steps taken.</param>
/// <param name="clip">Whether the predicted clean chunk is clipped to [-1, 1].</param>
/// <param name="eta">0 for none, 1 for as much noise as ancestral sampling adds.</param>
public sealed class Ddim(NoiseSchedule schedule, int inferenceSteps, bool clip, double eta = 0) : Denoiser(schedule, inferenceSteps, clip)
{
    /// <inheritdoc/>
    public override bool AddsNoiseAt(int t) => eta > 0;

    /// <inheritdoc/>
    protected override DenoisingWeights WeightsAt(int t, double kept, double keptBefore)
    {
        double variance = eta * eta * (1 - keptBefore) / (1 - kept) * (1 - (kept / keptBefore));
        return new DenoisingWeights(Math.Sqrt(keptBefore), 0, Math.Sqrt(1 - keptBefore - variance), Math.Sqrt(variance));
    }
}
