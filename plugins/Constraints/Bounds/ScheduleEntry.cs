using System.ComponentModel;

namespace DiffOG.Constraints.Bounds;

/// <summary>Bounds that hold from a time of the episode on, until the next entry.</summary>
public class BoundEntry : BoundOptions
{
    /// <summary>From when on [s].</summary>
    [Description("Time since the start of the episode from which this holds, in seconds.")]
    public double From { get; init; }

    /// <summary>Multiplies the bounds.</summary>
    [Description("Multiplies the bounds; positive.")]
    public double Scale { get; init; } = 1;
}

/// <summary>An entry that can bound dimensions each in its own way.</summary>
public sealed class ScheduleEntry : BoundEntry
{
    /// <summary>Bounds of single dimensions in this entry, by name.</summary>
    [Description("Bounds of single dimensions in this entry, by name.")]
    public IReadOnlyDictionary<string, BoundOptions> Overrides { get; init; } = new Dictionary<string, BoundOptions>();
}
