using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Constraints.HalfSpaces.Tests;

/// <summary>Actions, and half-spaces made the way the host makes them.</summary>
internal static class Arms
{
    /// <summary>x, y, z.</summary>
    internal static readonly ActionSpec Action = new(ActionMode.Absolute, [.. "xyz".Select(c => new ActionDimension($"{c}", ActionGroup.Translation, "m", -1, 1))]);

    internal static IConstraintSet Set(HalfSpacesOptions options) => new HalfSpacesPlugin().Create(options, new PluginContext { Action = Action, StepDuration = 0.1 });

    internal static LinearConstraints Rows(HalfSpaceOptions half, ConstraintContext context) => Set(new() { HalfSpaces = [half] }).Build(context);

    internal static ConstraintContext Chunk(int steps, double time = 0, ActionNormalisation? normalisation = null) =>
        new(steps, Action.Size) { Time = time, StepDuration = 0.1, Normalisation = normalisation };

    internal static Dictionary<string, double> Normal(params (string Name, double Value)[] pairs) => pairs.ToDictionary(p => p.Name, p => p.Value);
}
