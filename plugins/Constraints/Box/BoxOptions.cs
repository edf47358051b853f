using System.ComponentModel.DataAnnotations;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.Box;

/// <summary>Settings of the box. Nothing is bounded by default: a side that is given nowhere is open.</summary>
public sealed class BoxOptions : DimensionBoundOptions
{
    /// <inheritdoc/>
    protected override Interval Preset => Interval.Open;

    /// <inheritdoc/>
    protected override bool MayBeOpen => true;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        IEnumerable<BoundOptions> all = Overrides.Values.Concat(Schedule).Concat(Schedule.SelectMany(e => e.Overrides.Values)).Prepend(this);
        return all.All(b => b.Over(Interval.Open).IsOpen)
            ? [Wrong(nameof(Limit), $"bounds nothing: give limit, lower or upper, for all dimensions or in 'overrides'")]
            : base.Validate(validationContext);
    }
}
