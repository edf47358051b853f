using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace WorkspaceBox;

/// <summary>Makes the constraint set.</summary>
[Plugin("sample/workspace-box", "Keeps absolute actions inside a box, given in raw units.")]
public sealed class WorkspaceBoxPlugin : Plugin<IConstraintSet, WorkspaceBoxOptions>
{
    /// <inheritdoc/>
    /// <exception cref="DiffOGException">BOX01: actions are relative. BOX02: a side names a dimension that the action does not have.</exception>
    public override IConstraintSet Create(WorkspaceBoxOptions options, PluginContext context)
    {
        ActionSpec action = context.RequiredAction;
        if (action.Mode != ActionMode.Absolute)
            throw new DiffOGException("BOX01", "The workspace box needs absolute actions; those of this task are relative.", "Use it with a task whose actions are targets.");
        Dictionary<string, int> places = Enumerable.Range(0, action.Size).ToDictionary(d => action.Dimensions[d].Name);
        string[] strangers = [.. options.Sides!.Keys.Where(name => !places.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (strangers.Length > 0)
            throw new DiffOGException("BOX02", $"The workspace box names {string.Join(", ", strangers)}; the action has {string.Join(", ", places.Keys)}.", "Use names of the action's dimensions in 'sides'.");
        IEnumerable<Side> sides = options.Sides.Select(s => new Side(places[s.Key], s.Value.Minimum ?? double.NegativeInfinity, s.Value.Maximum ?? double.PositiveInfinity));
        return new BoxConstraints([.. sides.OrderBy(s => s.Dimension)], action.Size);
    }
}
