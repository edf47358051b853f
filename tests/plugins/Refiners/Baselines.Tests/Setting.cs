using CsCheck;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Specs;

namespace DiffOG.Refiners.Baselines.Tests;

/// <summary>An experiment with two motion dimensions and a gripper, normalised by factors that are not one.</summary>
internal static class Setting
{
    internal const int Steps = 6;

    internal static readonly ActionSpec Action = new(ActionMode.Absolute,
    [
        new("dx", ActionGroup.Translation, "m", -1, 1),
        new("dy", ActionGroup.Translation, "m", -1, 1),
        new("gripper", ActionGroup.Gripper, "1", -1, 1),
    ]);

    internal static readonly ActionNormalisation Normalisation = new([2, -0.5, 1], [0.25, 1, 0]);

    internal static readonly RefinementContext Standstill = new(new ActionChunk(1, 3, [0.1, 0.2, -1]));

    internal static readonly Gen<ActionChunk> Proposals = Gen.Double[-2, 2].Array[Steps * 3].Select(v => new ActionChunk(Steps, 3, v));

    internal static IConstraintSet Constraints(DifferenceOptions? options = null) =>
        new DifferencePlugin().Create(options ?? new(), new PluginContext { Action = Action });

    internal static PluginContext Context(IConstraintSet? constraints = null) => new()
    {
        Action = Action,
        ChunkSteps = Steps,
        Normalisation = Normalisation,
        StepDuration = 0.1,
        Parts = [constraints ?? Constraints()],
    };

    /// <summary>The rows that a chunk is judged by, written here and not by the refiner.</summary>
    internal static LinearConstraints Rows(IConstraintSet constraints, RefinementContext context) => constraints.Build(new ConstraintContext(Steps, 3)
    {
        Previous = Normalisation.Normalise(context.Previous),
        Time = context.Time,
        StepDuration = 0.1,
        Normalisation = Normalisation,
    });

    internal static double[] Normalised(ActionChunk chunk) => Normalisation.Normalise(chunk).Values;
}
