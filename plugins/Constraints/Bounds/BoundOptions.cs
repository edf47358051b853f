using System.ComponentModel;

namespace DiffOG.Constraints.Bounds;

/// <summary>Bounds as a person writes them: one limit for both directions, or a lower and an upper one. What is left out is inherited.</summary>
public class BoundOptions
{
    /// <summary>Both sides: the bounded value stays within ± this.</summary>
    [Description("Largest size in both directions; positive.")]
    public double? Limit { get; init; }

    /// <summary>The lower side alone.</summary>
    [Description("Smallest value; replaces the lower side of limit.")]
    public double? Lower { get; init; }

    /// <summary>The upper side alone.</summary>
    [Description("Largest value; replaces the upper side of limit.")]
    public double? Upper { get; init; }

    /// <summary>The property that a fault of these bounds is reported at.</summary>
    protected internal string FaultyMember => Limit is null && (Lower ?? Upper) is not null ? nameof(Lower) : nameof(Limit);

    /// <summary>These bounds, with what they leave out taken from others.</summary>
    /// <param name="inherited">What holds where nothing is written.</param>
    public Interval Over(Interval inherited) => new(Lower ?? -Limit ?? inherited.Lower, Upper ?? Limit ?? inherited.Upper);
}
