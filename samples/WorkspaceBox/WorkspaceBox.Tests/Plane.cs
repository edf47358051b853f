using DiffOG.Composition;
using DiffOG.Specs;

namespace WorkspaceBox.Tests;

/// <summary>A tool that is sent to places of a plane and has a gripper.</summary>
internal static class Plane
{
    internal static PluginContext Context(ActionMode mode = ActionMode.Absolute) => new()
    {
        Action = new ActionSpec(mode,
        [
            new("x", ActionGroup.Translation, "mm", 0, 500),
            new("y", ActionGroup.Translation, "mm", 0, 500),
            new("grip", ActionGroup.Gripper, "1", 0, 1),
        ]),
    };

    internal static WorkspaceBoxOptions Box(params (string Dimension, double? Minimum, double? Maximum)[] sides) => new()
    {
        Sides = sides.ToDictionary(s => s.Dimension, s => new SideOptions { Minimum = s.Minimum, Maximum = s.Maximum }),
    };
}
