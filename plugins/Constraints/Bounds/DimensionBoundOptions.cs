using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Constraints.Bounds;

/// <summary>Settings of a constraint set that bounds something of every dimension by itself: per dimension, asymmetric, changing with time.</summary>
public abstract class DimensionBoundOptions : BoundOptions, IValidatableObject
{
    /// <summary>Bounds of single dimensions, by name.</summary>
    [Description("Bounds of single dimensions, by name: { \"dz\": { \"limit\": 0.05 } }.")]
    public IReadOnlyDictionary<string, BoundOptions> Overrides { get; init; } = new Dictionary<string, BoundOptions>();

    /// <summary>The dimensions that are bounded; all but grippers when left out.</summary>
    [Description("Names of the bounded dimensions; all but grippers when left out.")]
    public IReadOnlyList<string>? Dimensions { get; init; }

    /// <summary>In which units limits are given.</summary>
    [Description("normalised: limits are of normalised actions. action: of raw ones, in their units.")]
    public LimitSpace Space { get; init; } = LimitSpace.Normalised;

    /// <summary>Bounds that change with the time of the episode.</summary>
    [Description("Bounds that change with time: [{ \"from\": 2.0, \"scale\": 0.5 }].")]
    public IReadOnlyList<ScheduleEntry> Schedule { get; init; } = [];

    /// <summary>How bounds change between entries of the schedule.</summary>
    [Description("none: bounds jump when an entry begins. linear: they go over evenly.")]
    public Interpolation Interpolate { get; init; } = Interpolation.None;

    /// <summary>What holds where nothing is written.</summary>
    protected abstract Interval Preset { get; }

    /// <summary>Whether a side may be open.</summary>
    protected internal abstract bool MayBeOpen { get; }

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        BoundFaults().Concat(DimensionFaults()).Concat(ScheduleFaultsOfAll());

    /// <summary>The bounds of a dimension outside the schedule.</summary>
    /// <param name="dimension">Its name.</param>
    protected internal Interval BoundsOf(string dimension)
    {
        Interval all = Over(Preset);
        return Overrides.TryGetValue(dimension, out BoundOptions? own) ? own.Over(all) : all;
    }

    /// <summary>The bounds of a dimension in an entry of the schedule.</summary>
    /// <param name="dimension">Its name.</param>
    /// <param name="entry">The entry.</param>
    protected internal Interval BoundsOf(string dimension, ScheduleEntry entry)
    {
        Interval bounds = entry.Over(BoundsOf(dimension));
        return (entry.Overrides.TryGetValue(dimension, out BoundOptions? own) ? own.Over(bounds) : bounds).Times(entry.Scale);
    }

    /// <summary>A rule across settings that is broken.</summary>
    /// <param name="member">The setting that is to blame.</param>
    /// <param name="text">What is wrong.</param>
    protected static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);

    private IEnumerable<ValidationResult> BoundFaults()
    {
        if (BoundsOf("").Fault(MayBeOpen) is { } fault)
            yield return Wrong(FaultyMember, $"{fault}");
        foreach (string dimension in Overrides.Keys)
        {
            if (BoundsOf(dimension).Fault(MayBeOpen) is { } own)
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

    private IEnumerable<ValidationResult> ScheduleFaultsOfAll()
    {
        foreach (FormattableString fault in ScheduleFaults.Of(Schedule))
            yield return Wrong(nameof(Schedule), fault);
        for (int i = 0; i < Schedule.Count; i++)
        {
            ScheduleEntry entry = Schedule[i];
            // Without a scale there are no bounds to judge.
            if (ScheduleFaults.HasScale(entry) && Overrides.Keys.Concat(entry.Overrides.Keys).Append("").Select(d => (Name: d, Fault: BoundsOf(d, entry).Fault(MayBeOpen))).FirstOrDefault(f => f.Fault is not null) is { Fault: { } fault } found)
                yield return Wrong(nameof(Schedule), $"entry {i}{(found.Name.Length == 0 ? "" : $" of '{found.Name}'")}: {fault}");
        }
    }
}
