using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Constraints.Difference.Tests;

/// <summary>Actions, and constraint sets made the way the host makes them.</summary>
internal static class Arms
{
    /// <summary>dx, dy, dz and a gripper in the middle.</summary>
    internal static readonly ActionSpec Action = new(ActionMode.Absolute,
    [
        new("dx", ActionGroup.Translation, "m", -1, 1),
        new("dy", ActionGroup.Translation, "m", -1, 1),
        new("gripper", ActionGroup.Gripper, "1", -1, 1),
        new("dz", ActionGroup.Translation, "m", -1, 1),
    ]);

    internal static IConstraintSet Set(DifferenceOptions options) => new DifferencePlugin().Create(options, new PluginContext { Action = Action });

    internal static DifferenceBlock Block(DifferenceOptions options, ConstraintContext context) => (DifferenceBlock)Set(options).Build(context).Blocks[0];

    internal static ConstraintContext Chunk(int steps, ActionChunk? previous = null, double time = 0) =>
        new(steps, Action.Size) { Previous = previous, Time = time, StepDuration = 0.1 };

    internal static ActionChunk Past(params double[] values) => new(values.Length / Action.Size, Action.Size, values);
}
