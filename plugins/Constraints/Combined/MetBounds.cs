namespace DiffOG.Constraints.Combined;

/// <summary>Bounds at places, some of which have none.</summary>
/// <param name="places">How many there are.</param>
internal sealed class MetBounds(int places)
{
    private double[] lower = [], upper = [];
    private bool[] bounded = [];

    /// <summary>The bounds of a place.</summary>
    internal (double Lower, double Upper) this[int place] => (lower[place], upper[place]);

    /// <summary>The places that have been bounded, ascending.</summary>
    internal int[] Places()
    {
        int[] found = new int[bounded.AsSpan().Count(true)];
        for (int place = 0, r = 0; place < bounded.Length; place++)
        {
            if (bounded[place])
                found[r++] = place;
        }
        return found;
    }

    /// <summary>Whether further bounds of a place leave it a value.</summary>
    internal bool Allows(int place, double low, double high) => bounded.Length == 0 || !(Math.Max(lower[place], low) > Math.Min(upper[place], high));

    /// <summary>Narrows a place.</summary>
    /// <returns>Whether there was room before and on its own, and now is none.</returns>
    internal bool Meet(int place, double low, double high)
    {
        Begin();
        bool hadRoom = lower[place] < upper[place] && low < high;
        (lower[place], upper[place]) = (Math.Max(lower[place], low), Math.Min(upper[place], high));
        bounded[place] = true;
        return hadRoom && lower[place] >= upper[place];
    }

    // Most blocks stay alone and need none of it.
    private void Begin()
    {
        if (bounded.Length == places)
            return;
        (lower, upper, bounded) = (new double[places], new double[places], new bool[places]);
        Array.Fill(lower, double.NegativeInfinity);
        Array.Fill(upper, double.PositiveInfinity);
    }
}
