namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>A refiner against the first one on the same seeds (McNemar 1947).</summary>
/// <param name="Both">Episodes in which both succeeded.</param>
/// <param name="OnlyFirst">Episodes in which only the first refiner did.</param>
/// <param name="OnlyThis">Episodes in which only this one did.</param>
/// <param name="Neither">Episodes in which none did.</param>
public sealed record PairedSuccess(int Both, int OnlyFirst, int OnlyThis, int Neither)
{
    /// <summary>The number of pairs.</summary>
    public int N => Both + OnlyFirst + OnlyThis + Neither;

    /// <summary>This success rate − the first refiner's, −1 to 1; NaN without pairs.</summary>
    public double Difference => N == 0 ? double.NaN : (double)(OnlyThis - OnlyFirst) / N;

    /// <summary>95 % interval of the difference: Wald's with ½ added to every cell (Agresti and Min 2005).</summary>
    public Interval? Interval => N == 0 ? null : Adjusted();

    /// <summary>Two-sided exact p of McNemar's test: how likely a split of the discordant pairs at least this uneven is, were both equally good.</summary>
    public double PValue
    {
        get
        {
            int discordant = OnlyFirst + OnlyThis;
            double tail = 0, term = Math.Pow(0.5, discordant);
            if (term == 0)
                return LargeSampleP(discordant);
            for (int i = 0; i <= Math.Min(OnlyFirst, OnlyThis); i++)
            {
                tail += term;
                term *= (double)(discordant - i) / (i + 1);
            }
            return Math.Min(1, 2 * tail);
        }
    }

    internal static PairedSuccess Of(RefinerRollouts first, RefinerRollouts other)
    {
        int Count(bool f, bool o) => first.Episodes.Zip(other.Episodes).Count(p => p.First.Success == f && p.Second.Success == o);
        return new PairedSuccess(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
    }

    private Interval Adjusted()
    {
        double n = N + 2, b = OnlyFirst + 0.5, c = OnlyThis + 0.5;
        double centre = (c - b) / n;
        double half = Proportion.Quantile * Math.Sqrt(b + c - ((c - b) * (c - b) / n)) / n;
        return new Interval(Math.Max(-1, centre - half), Math.Min(1, centre + half));
    }

    // Beyond a thousand discordant pairs 2^-n underflows; the sum of logarithms does not.
    private double LargeSampleP(int discordant)
    {
        double logTerm = discordant * Math.Log(0.5), tail = 0;
        for (int i = 0; i <= Math.Min(OnlyFirst, OnlyThis); i++)
        {
            tail += Math.Exp(logTerm);
            logTerm += Math.Log((double)(discordant - i) / (i + 1));
        }
        return Math.Min(1, 2 * tail);
    }
}
