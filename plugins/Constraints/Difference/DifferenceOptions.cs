using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.Difference;

/// <summary>Settings of the difference constraints. The defaults are the paper's: ± 0.1 on normalised first differences of all dimensions but grippers.</summary>
public sealed class DifferenceOptions : DimensionBoundOptions
{
    private const double DefaultLimit = 0.1;

    /// <summary>k: 1 bounds speed, 2 acceleration, 3 jerk of an absolute action.</summary>
    [Description("Order of the difference: 1, 2 or 3.")]
    [Range(1, 3)]
    public int Order { get; init; } = 1;

    /// <inheritdoc/>
    protected override Interval Preset => new(-DefaultLimit, DefaultLimit);

    /// <inheritdoc/>
    protected override bool MayBeOpen => false;
}
