using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Constraints.Box.Tests;

/// <summary>Actions, and boxes made the way the host makes them.</summary>
internal static class Arms
{
    /// <summary>x, a gripper in the middle, z.</summary>
    internal static readonly ActionSpec Action = new(ActionMode.Absolute,
    [
        new("x", ActionGroup.Translation, "m", -1, 1),
        new("gripper", ActionGroup.Gripper, "1", -1, 1),
        new("z", ActionGroup.Translation, "m", -1, 1),
    ]);

    internal static IConstraintSet Set(BoxOptions options) => new BoxPlugin().Create(options, new PluginContext { Action = Action });

    internal static BoxBlock Block(BoxOptions options, ConstraintContext context) => (BoxBlock)Set(options).Build(context).Blocks[0];

    internal static ConstraintContext Chunk(int steps, double time = 0, ActionNormalisation? normalisation = null) =>
        new(steps, Action.Size) { Time = time, StepDuration = 0.1, Normalisation = normalisation };
}
