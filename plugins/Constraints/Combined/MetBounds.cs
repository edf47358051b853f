namespace DiffOG.Constraints.Combined;

/// <summary>Bounds at places, some of which have none.</summary>
/// <param name="places">How many there are.</param>
internal sealed class MetBounds(int places)
{
    private readonly double[] lower = Filled(places, double.NegativeInfinity), upper = Filled(places, double.PositiveInfinity);

    /// <summary>Which places have been bounded.</summary>
    internal bool[] Bounded { get; } = new bool[places];

    /// <summary>The bounds of a place.</summary>
    internal (double Lower, double Upper) this[int place] => (lower[place], upper[place]);

    /// <summary>Whether further bounds of a place leave it a value.</summary>
    internal bool Allows(int place, double low, double high) => !(Math.Max(lower[place], low) > Math.Min(upper[place], high));

    /// <summary>Narrows a place.</summary>
    /// <returns>Whether there was room before and on its own, and now is none.</returns>
    internal bool Meet(int place, double low, double high)
    {
        bool hadRoom = lower[place] < upper[place] && low < high;
        (lower[place], upper[place]) = (Math.Max(lower[place], low), Math.Min(upper[place], high));
        Bounded[place] = true;
        return hadRoom && lower[place] >= upper[place];
    }

    private static double[] Filled(int length, double value)
    {
        double[] all = new double[length];
        Array.Fill(all, value);
        return all;
    }
}
