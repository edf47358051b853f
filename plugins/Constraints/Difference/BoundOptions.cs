using System.ComponentModel;

namespace DiffOG.Constraints.Difference;

/// <summary>Bounds as a person writes them: one limit for both directions, or a lower and an upper one. What is left out is inherited.</summary>
public class BoundOptions
{
    /// <summary>Both sides: the difference stays within ± this.</summary>
    [Description("Largest size of the difference in both directions; positive.")]
    public double? Limit { get; init; }

    /// <summary>The lower side alone.</summary>
    [Description("Smallest difference; replaces the lower side of limit.")]
    public double? Lower { get; init; }

    /// <summary>The upper side alone.</summary>
    [Description("Largest difference; replaces the upper side of limit.")]
    public double? Upper { get; init; }

    internal Interval Over(Interval inherited) => new(Lower ?? -Limit ?? inherited.Lower, Upper ?? Limit ?? inherited.Upper);
}
