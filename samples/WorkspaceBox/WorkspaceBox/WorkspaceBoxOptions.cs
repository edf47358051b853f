using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace WorkspaceBox;

/// <summary>The box.</summary>
public sealed class WorkspaceBoxOptions : IValidatableObject
{
    /// <summary>The sides by name of the action's dimension; a dimension without a side is free.</summary>
    [Required]
    [Description("Sides of the box by dimension, in raw units: { \"x\": { \"minimum\": 50, \"maximum\": 450 } }.")]
    public IReadOnlyDictionary<string, SideOptions>? Sides { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Sides is { Count: 0 })
            yield return new ValidationResult("is empty; name at least one dimension", [nameof(Sides)]);
        foreach ((string dimension, SideOptions side) in Sides ?? new Dictionary<string, SideOptions>())
        {
            if (side.Fault is { } fault)
                yield return new ValidationResult($"'{dimension}' {fault}", [nameof(Sides)]);
        }
    }
}
