using System.Globalization;

namespace DiffOG.Constraints.Difference;

/// <summary>The bounds of one dimension at one time.</summary>
internal readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>What is wrong with it, or null.</summary>
    internal string? Fault => (double.IsFinite(Lower) && double.IsFinite(Upper)) switch
    {
        false => string.Create(CultureInfo.InvariantCulture, $"the bounds {Lower} and {Upper} are not both finite"),
        _ when Lower == Upper => string.Create(CultureInfo.InvariantCulture, $"both bounds are {Upper}; the lower one must be smaller"),
        _ when Lower > Upper => string.Create(CultureInfo.InvariantCulture, $"the bounds are crossed: lower {Lower}, upper {Upper}"),
        _ => null,
    };

    internal Interval Times(double factor) => factor >= 0 ? new(Lower * factor, Upper * factor) : new(Upper * factor, Lower * factor);

    internal Interval Towards(Interval end, double share) =>
        new(Lower + (share * (end.Lower - Lower)), Upper + (share * (end.Upper - Upper)));
}
