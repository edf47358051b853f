using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Constraints.Difference;

/// <summary>In which units limits are given.</summary>
public enum LimitSpace
{
    /// <summary>Of normalised actions, as the paper gives them.</summary>
    Normalised,

    /// <summary>Of raw actions, in the unit of each dimension.</summary>
    Action,
}

/// <summary>How bounds change between two entries of the schedule.</summary>
public enum Interpolation
{
    /// <summary>They jump when an entry begins.</summary>
    None,

    /// <summary>They go over evenly from one entry's to the next one's. The bounds outside the schedule count as an entry at time 0.</summary>
    Linear,
}

/// <summary>Settings of the difference constraints. The defaults are the paper's: ± 0.1 on normalised first differences of all dimensions but grippers.</summary>
public sealed class DifferenceOptions : BoundOptions, IValidatableObject
{
    private const double DefaultLimit = 0.1;

    /// <summary>Bounds of single dimensions, by name.</summary>
    [Description("Bounds of single dimensions, by name: { \"dz\": { \"limit\": 0.05 } }.")]
    public IReadOnlyDictionary<string, BoundOptions> Overrides { get; init; } = new Dictionary<string, BoundOptions>();

    /// <summary>The dimensions that are bounded; all but grippers when left out.</summary>
    [Description("Names of the bounded dimensions; all but grippers when left out.")]
    public IReadOnlyList<string>? Dimensions { get; init; }

    /// <summary>k: 1 bounds speed, 2 acceleration, 3 jerk of an absolute action.</summary>
    [Description("Order of the difference: 1, 2 or 3.")]
    [Range(1, 3)]
    public int Order { get; init; } = 1;

    /// <summary>In which units limits are given.</summary>
    [Description("normalised: limits are of normalised actions. action: of raw ones, in their units.")]
    public LimitSpace Space { get; init; } = LimitSpace.Normalised;

    /// <summary>Bounds that change with the time of the episode.</summary>
    [Description("Bounds that change with time: [{ \"from\": 2.0, \"scale\": 0.5 }].")]
    public IReadOnlyList<ScheduleEntry> Schedule { get; init; } = [];

    /// <summary>How bounds change between entries of the schedule.</summary>
    [Description("none: bounds jump when an entry begins. linear: they go over evenly.")]
    public Interpolation Interpolate { get; init; } = Interpolation.None;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        BoundFaults().Concat(DimensionFaults()).Concat(ScheduleFaults());

    /// <summary>The bounds of a dimension outside the schedule.</summary>
    internal Interval BoundsOf(string dimension)
    {
        Interval all = Over(new Interval(-DefaultLimit, DefaultLimit));
        return Overrides.TryGetValue(dimension, out BoundOptions? own) ? own.Over(all) : all;
    }

    /// <summary>The bounds of a dimension in an entry of the schedule.</summary>
    internal Interval BoundsOf(string dimension, ScheduleEntry entry)
    {
        Interval bounds = entry.Over(BoundsOf(dimension));
        return (entry.Overrides.TryGetValue(dimension, out BoundOptions? own) ? own.Over(bounds) : bounds).Times(entry.Scale);
    }

    private IEnumerable<ValidationResult> BoundFaults()
    {
        if (BoundsOf("").Fault is { } fault)
            yield return Wrong(Limit is null && (Lower ?? Upper) is not null ? nameof(Lower) : nameof(Limit), $"{fault}");
        foreach (string dimension in Overrides.Keys)
        {
            if (BoundsOf(dimension).Fault is { } own)
                yield return Wrong(nameof(Overrides), $"of '{dimension}': {own}");
        }
    }

    private IEnumerable<ValidationResult> DimensionFaults()
    {
        if (Dimensions is { Count: 0 })
            yield return Wrong(nameof(Dimensions), $"is empty; leave it out to bound all dimensions but grippers");
        foreach (string twice in Dimensions?.GroupBy(d => d).Where(g => g.Count() > 1).Select(g => g.Key) ?? [])
            yield return Wrong(nameof(Dimensions), $"names '{twice}' more than once");
    }

    private IEnumerable<ValidationResult> ScheduleFaults()
    {
        for (int i = 0; i < Schedule.Count; i++)
        {
            ScheduleEntry entry = Schedule[i];
            if (!double.IsFinite(entry.From) || entry.From < 0)
                yield return Wrong(nameof(Schedule), $"entry {i} begins at {entry.From} s; times are finite and not negative");
            if (i > 0 && entry.From <= Schedule[i - 1].From)
                yield return Wrong(nameof(Schedule), $"entry {i} begins at {entry.From} s, not after entry {i - 1} at {Schedule[i - 1].From} s");
            if (!double.IsFinite(entry.Scale) || entry.Scale <= 0)
                yield return Wrong(nameof(Schedule), $"entry {i} has scale {entry.Scale}; it must be finite and positive");
            else if (Overrides.Keys.Concat(entry.Overrides.Keys).Append("").Select(d => (Name: d, BoundsOf(d, entry).Fault)).FirstOrDefault(f => f.Fault is not null) is { Fault: { } fault } found)
                yield return Wrong(nameof(Schedule), $"entry {i}{(found.Name.Length == 0 ? "" : $" of '{found.Name}'")}: {fault}");
        }
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
