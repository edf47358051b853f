using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Learning.Projectors;
using DiffOG.Refiners;
using DiffOG.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Layer;

/// <summary>
/// The trainable trajectory optimiser (arXiv 2504.13807, section III): projector → cost matrices → quadratic programs
/// with hard limits → refined chunks, differentiable from end to end. Not thread-safe; the solver uses all cores inside.
/// </summary>
/// <param name="projector">Makes the cost matrices; stays the caller's.</param>
/// <param name="constraints">Writes the limits.</param>
/// <param name="solver">Solves and differentiates.</param>
/// <param name="settings">Objective and smoothing.</param>
/// <param name="normalisation">How the chunks were normalised; null: not at all.</param>
/// <param name="stepDuration">The duration of one step [s].</param>
/// <exception cref="DiffOGException">DOG1850: the settings do not fit the projector's chunks.</exception>
public sealed class DiffOGLayer(
    ITrainableQProjector projector,
    IConstraintSet constraints,
    IQpSolver solver,
    LayerSettings settings,
    ActionNormalisation? normalisation,
    double stepDuration)
{
    private readonly TrajectoryProgram program = new(settings, projector.Steps, projector.Dimensions);

    /// <summary>How the problems of the last <see cref="Forward"/> ended.</summary>
    public LayerStatistics LastStatistics { get; private set; } = LayerStatistics.None;

    /// <summary>
    /// Refines a batch, with gradients to the projector's parameters and to the chunks (through Q and through the linear
    /// term). A problem that could not be solved gives its own chunk back and no gradient, and is counted in
    /// <see cref="LastStatistics"/>; values that are not finite come back as zero. The result belongs to the current
    /// dispose scope.
    /// </summary>
    /// <param name="chunks">[B, T, D] normalised, in the projector's element type.</param>
    /// <param name="previous">[B] of [k, D] normalised actions before each chunk, the latest last; null for none, in whole or for one.</param>
    /// <param name="times">[B] time since the start of the episode of each chunk's first step [s]; null: zero.</param>
    /// <returns>[B, T, D] normalised, in the chunks' element type; solved in float64.</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit.</exception>
    public Tensor Forward(Tensor chunks, IReadOnlyList<ActionChunk?>? previous = null, IReadOnlyList<double>? times = null)
    {
        CheckShapes(chunks, previous, times);
        using DisposeScope scope = NewDisposeScope();
        // The projector must not see NaN: zero times NaN would reach every parameter, however little this chunk counts.
        Tensor finite = chunks.nan_to_num(0, 0, 0);
        // The programs are solved on the processor, wherever the networks are.
        Tensor costs = projector.Forward(finite).to(ScalarType.Float64).cpu();
        QpBatch batch = QpBatch.Solve(program, solver, costs, chunks, finite, Rows((int)chunks.shape[0], previous, times));
        LastStatistics = LayerStatistics.Of(batch.Solutions);
        Tensor refined = is_grad_enabled() && (costs.requires_grad || finite.requires_grad)
            ? QpFunction.apply(costs, finite.to(ScalarType.Float64).cpu(), batch)
            : batch.Points();
        return refined.to(chunks.device).to(chunks.dtype).MoveToOuterDisposeScope();
    }

    private LinearConstraints[] Rows(int batch, IReadOnlyList<ActionChunk?>? previous, IReadOnlyList<double>? times)
    {
        LinearConstraints Row(int i) => constraints.Build(new ConstraintContext(program.Steps, program.Dimensions)
        {
            Previous = previous?[i],
            Time = times?[i] ?? 0,
            StepDuration = stepDuration,
            Normalisation = normalisation,
        });
        if (previous is null && times is null)
        {
            var all = new LinearConstraints[batch];
            Array.Fill(all, Row(0));
            return all;
        }
        return [.. Enumerable.Range(0, batch).Select(Row)];
    }

    private void CheckShapes(Tensor chunks, IReadOnlyList<ActionChunk?>? previous, IReadOnlyList<double>? times)
    {
        if (chunks.dim() != 3 || chunks.shape[0] < 1 || chunks.shape[1] != program.Steps || chunks.shape[2] != program.Dimensions)
            throw new ArgumentException($"The projector takes chunks [B, {program.Steps}, {program.Dimensions}]; found [{string.Join(", ", chunks.shape)}].", nameof(chunks));
        if (previous is not null && previous.Count != chunks.shape[0])
            throw new ArgumentException($"{previous.Count} previous actions for {chunks.shape[0]} chunks.", nameof(previous));
        if (times is not null && times.Count != chunks.shape[0])
            throw new ArgumentException($"{times.Count} times for {chunks.shape[0]} chunks.", nameof(times));
    }
}
