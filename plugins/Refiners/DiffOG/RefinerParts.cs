using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Learning.Layer;
using DiffOG.Projectors;
using DiffOG.Solvers;

namespace DiffOG.Refiners.DiffOG;

/// <summary>What the refiner is composed of; all of it belongs to the experiment.</summary>
/// <param name="Projector">Makes the cost.</param>
/// <param name="Constraints">Writes the limits.</param>
/// <param name="Solver">Solves.</param>
/// <param name="Program">Assembles the quadratic program.</param>
/// <param name="Normalisation">Between raw and normalised actions.</param>
/// <param name="StepDuration">[s].</param>
internal sealed record RefinerParts(
    IQProjector Projector, IConstraintSet Constraints, IQpSolver Solver, TrajectoryProgram Program, ActionNormalisation Normalisation, double StepDuration)
{
    /// <summary>[D] what messages call the dimensions; null where nobody knows.</summary>
    internal IReadOnlyList<string>? Names { get; init; }

    /// <summary>Collects the parts of an experiment.</summary>
    internal static RefinerParts From(PluginContext context, IQProjector projector, LayerSettings settings) => new(
        projector,
        context.Part<IConstraintSet>(),
        context.Part<IQpSolver>(),
        new TrajectoryProgram(settings, projector.Steps, projector.Dimensions),
        context.RequiredNormalisation,
        context.StepDuration ?? new ConstraintContext(projector.Steps, projector.Dimensions).StepDuration)
    {
        Names = context.Action?.Dimensions.Select(d => d.Name).ToList(),
    };

    /// <summary>The rows of one chunk.</summary>
    /// <param name="previous">[k, D] normalised.</param>
    /// <param name="time">Of the chunk's first step [s].</param>
    internal LinearConstraints Rows(ActionChunk previous, double time) => Constraints.Build(new ConstraintContext(Program.Steps, Program.Dimensions)
    {
        Previous = previous,
        Time = time,
        StepDuration = StepDuration,
        Normalisation = Normalisation,
    });
}
