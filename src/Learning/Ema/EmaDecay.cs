namespace DiffOG.Learning.Ema;

/// <summary>
/// The warm-up of an averaged model's decay: <c>1 − (1 + k / inverseGamma)^(−power)</c> after k counted steps, zero
/// before, so that the average forgets the random start.
/// </summary>
/// <param name="Power">How fast it rises; 0.75 reaches 0.999 after 10 000 steps.</param>
/// <param name="InverseGamma">The time scale of the rise [steps].</param>
/// <param name="Max">The largest decay.</param>
/// <param name="UpdateAfterStep">Steps during which the average just follows the model.</param>
/// <param name="Min">The smallest decay once it is not zero.</param>
public sealed record EmaDecay(double Power = 0.75, double InverseGamma = 1, double Max = 0.9999, long UpdateAfterStep = 0, double Min = 0)
{
    /// <summary>The decay used by one update.</summary>
    /// <param name="step">The number of updates already made.</param>
    public double At(long step)
    {
        long counted = Math.Max(0, step - UpdateAfterStep - 1);
        return counted == 0 ? 0 : Math.Clamp(1 - Math.Pow(1 + (counted / InverseGamma), -Power), Min, Max);
    }
}
