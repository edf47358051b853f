using System.ComponentModel;

namespace DiffOG.Constraints.Difference;

/// <summary>Bounds that hold from a time of the episode on, until the next entry.</summary>
public sealed class ScheduleEntry : BoundOptions
{
    /// <summary>From when on [s].</summary>
    [Description("Time since the start of the episode from which this holds, in seconds.")]
    public double From { get; init; }

    /// <summary>Multiplies the bounds.</summary>
    [Description("Multiplies the bounds; positive.")]
    public double Scale { get; init; } = 1;

    /// <summary>Bounds of single dimensions in this entry, by name.</summary>
    [Description("Bounds of single dimensions in this entry, by name.")]
    public IReadOnlyDictionary<string, BoundOptions> Overrides { get; init; } = new Dictionary<string, BoundOptions>();
}
