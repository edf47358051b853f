using System.Globalization;

namespace DiffOG.Constraints.Bounds;

/// <summary>The bounds of one value at one time.</summary>
/// <param name="Lower">−∞ where the side is open.</param>
/// <param name="Upper">+∞ where the side is open.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>No bound at all.</summary>
    public static readonly Interval Open = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether both sides are open.</summary>
    public bool IsOpen => double.IsNegativeInfinity(Lower) && double.IsPositiveInfinity(Upper);

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="mayBeOpen">Whether a side may be infinite.</param>
    public string? Fault(bool mayBeOpen) => this switch
    {
        _ when !mayBeOpen && !(double.IsFinite(Lower) && double.IsFinite(Upper)) => string.Create(CultureInfo.InvariantCulture, $"the bounds {Lower} and {Upper} are not both finite"),
        _ when double.IsNaN(Lower) || double.IsNaN(Upper) || Lower == double.PositiveInfinity || Upper == double.NegativeInfinity => string.Create(CultureInfo.InvariantCulture, $"the bounds {Lower} and {Upper} allow no value"),
        _ when Lower == Upper => string.Create(CultureInfo.InvariantCulture, $"both bounds are {Upper}; the lower one must be smaller"),
        _ when Lower > Upper => string.Create(CultureInfo.InvariantCulture, $"the bounds are crossed: lower {Lower}, upper {Upper}"),
        _ => null,
    };

    /// <summary>Of values that are multiplied; a negative factor turns the interval around.</summary>
    /// <param name="factor">Finite, not zero.</param>
    public Interval Times(double factor) => factor >= 0 ? new(Lower * factor, Upper * factor) : new(Upper * factor, Lower * factor);

    /// <summary>Of values that are shifted.</summary>
    /// <param name="shift">Finite.</param>
    public Interval Plus(double shift) => new(Lower + shift, Upper + shift);

    /// <summary>Part of the way to another interval; a side that is open at either end stays what it is until the way is over.</summary>
    /// <param name="end">Where the way leads.</param>
    /// <param name="share">0 to 1.</param>
    public Interval Towards(Interval end, double share) => new(Side(Lower, end.Lower, share), Side(Upper, end.Upper, share));

    private static double Side(double start, double end, double share) =>
        double.IsFinite(start) && double.IsFinite(end) ? start + (share * (end - start)) : start;
}
