using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.HalfSpaces;

/// <summary>One half-space, or with both sides the slab between two parallel planes.</summary>
public sealed class HalfSpaceOptions : BoundOptions, IValidatableObject
{
    /// <summary>What messages call it.</summary>
    [Description("Name in messages; its place in the list when left out.")]
    public string? Name { get; init; }

    /// <summary>The coefficient of every dimension that counts, by name.</summary>
    [Description("Coefficients by dimension; their sum with the action's values stays between the limits: { \"x\": 1, \"z\": 2 }.")]
    public IReadOnlyDictionary<string, double> Normal { get; init; } = new Dictionary<string, double>();

    /// <summary>From when on it holds [s].</summary>
    [Description("Time since the start of the episode from which it holds, in seconds.")]
    public double From { get; init; }

    /// <summary>Until when it holds [s]; for ever when left out.</summary>
    [Description("Time from which it holds no longer, in seconds; for ever when left out.")]
    public double? Until { get; init; }

    /// <summary>Limits that change with the time of the episode.</summary>
    [Description("Limits that change with time: [{ \"from\": 2.0, \"lower\": 0.3 }].")]
    public IReadOnlyList<BoundEntry> Schedule { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        NormalFaults().Concat(BoundFaults()).Concat(TimeFaults()).Select(f => new ValidationResult(f.Text.ToString(CultureInfo.InvariantCulture), [f.Member]));

    /// <summary>The limits outside the schedule, then those of its entries.</summary>
    internal IEnumerable<Interval> Intervals()
    {
        Interval outside = Over(Interval.Open);
        return Schedule.Select(e => e.Over(outside).Times(e.Scale)).Prepend(outside);
    }

    private IEnumerable<(string Member, FormattableString Text)> NormalFaults()
    {
        foreach ((string dimension, double coefficient) in Normal.Where(n => !double.IsFinite(n.Value)))
            yield return (nameof(Normal), $"has the coefficient {coefficient} of '{dimension}', which is not finite");
        if (Normal.Values.All(c => c == 0))
            yield return (nameof(Normal), $"has no direction: give at least one dimension a coefficient other than 0");
    }

    private IEnumerable<(string Member, FormattableString Text)> BoundFaults()
    {
        if (Intervals().All(i => i.IsOpen))
            yield return (nameof(Limit), $"bounds nothing: give limit, lower or upper");
        if (Over(Interval.Open).Fault(mayBeOpen: true) is { } fault)
            yield return (FaultyMember, $"{fault}");
        foreach ((Interval interval, int i) in Intervals().Skip(1).Select((interval, i) => (interval, i)))
        {
            // A scale that is no factor is reported with the times.
            if (Schedule[i].Scale > 0 && interval.Fault(mayBeOpen: true) is { } own)
                yield return (nameof(Schedule), $"entry {i}: {own}");
        }
    }

    private IEnumerable<(string Member, FormattableString Text)> TimeFaults()
    {
        if (!double.IsFinite(From) || From < 0)
            yield return (nameof(From), $"is {From} s; times are finite and not negative");
        if (Until is { } until && !(until > From))
            yield return (nameof(Until), $"is {until} s, not after 'from' at {From} s");
        foreach (FormattableString fault in ScheduleFaults.Of(Schedule))
            yield return (nameof(Schedule), fault);
    }
}
