using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;

namespace DiffOG.Constraints.Combined;

/// <summary>Settings of the combination.</summary>
public sealed class CombinedOptions
{
    /// <summary>The constraint sets; all of them hold.</summary>
    [Description("The constraint sets, all of which hold: [{ \"id\": \"difference\", \"options\": { … } }, { \"id\": \"box\", \"options\": { … } }].")]
    [Required]
    [MinLength(1)]
    [PluginOf(PluginKind.ConstraintSet)]
    public IReadOnlyList<PluginChoice>? Sets { get; init; }
}
