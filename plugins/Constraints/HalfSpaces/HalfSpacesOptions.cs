using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.HalfSpaces;

/// <summary>Settings of the half-spaces.</summary>
public sealed class HalfSpacesOptions
{
    /// <summary>The half-spaces; all of them hold.</summary>
    [Description("The half-spaces, all of which hold: [{ \"normal\": { \"x\": 1, \"z\": 2 }, \"lower\": 0.1 }].")]
    [Required]
    [MinLength(1)]
    public IReadOnlyList<HalfSpaceOptions>? HalfSpaces { get; init; }

    /// <summary>In which units normals and limits are given.</summary>
    [Description("normalised: normals and limits are of normalised actions. action: of raw ones, in their units.")]
    public LimitSpace Space { get; init; } = LimitSpace.Normalised;

    /// <summary>How limits change between entries of a schedule.</summary>
    [Description("none: limits jump when an entry of a schedule begins. linear: they go over evenly.")]
    public Interpolation Interpolate { get; init; } = Interpolation.None;
}
