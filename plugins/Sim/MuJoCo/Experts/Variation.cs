namespace DiffOG.Simulation.MuJoCo.Experts;

/// <summary>What a person does a little differently each time: heights, offsets, speeds, pauses. Drawn once an episode.</summary>
/// <param name="chance">Decides.</param>
/// <param name="roughness">How unsteady the hand is: from <see cref="Human"/> on the whole spread, at 0 none.</param>
internal sealed class Variation(Chance chance, double roughness)
{
    /// <summary>The roughness from which on spreads are whole.</summary>
    public const double Human = 0.4;

    private readonly double part = Math.Min(1, roughness / Human);

    /// <summary>A number from mean − spread to mean + spread.</summary>
    public double Around(double mean, double spread) => mean + (part * chance.Uniform(-spread, spread));

    /// <summary>A number of control steps, at least so many and up to <paramref name="spread"/> more.</summary>
    public int Pause(int least, int spread) => least + (int)Math.Round(part * chance.Uniform(0, spread));
}
