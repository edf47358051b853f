using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Refiners.DiffOG;

/// <summary>
/// Refines by a quadratic program, and trusts nothing: the chunk is checked in the units in which it is sent, by other
/// code than the solver's. Whatever fails on the way ends in the braking continuation.
/// </summary>
/// <param name="parts">Of the experiment.</param>
/// <param name="tolerance">The largest violation that is sent, in normalised units.</param>
/// <param name="warmStart">Whether the solver is told of the last chunk.</param>
internal sealed class QpRefiner(RefinerParts parts, double tolerance, bool warmStart) : ITrajectoryRefiner
{
    private readonly double[] quadratic = new double[parts.Program.Variables * parts.Program.Variables];
    private readonly double[] linear = new double[parts.Program.Variables];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape does not fit, or the previous actions are not finite: there is nothing to brake from.</exception>
    public Refinement Refine(ActionChunk proposed, RefinementContext context)
    {
        CheckShapes(proposed, context);
        ActionChunk chunk = parts.Normalisation.Normalise(proposed), previous = parts.Normalisation.Normalise(context.Previous);
        LinearConstraints rows = parts.Rows(previous, context.Time);
        if (!IsFinite(chunk))
            return Brake(chunk, previous, rows, "The proposed chunk holds values that are not finite.");
        if (Feasibility.FindContradiction(rows, chunk.Dimensions) is { } contradiction)
            return Brake(chunk, previous, rows, contradiction.Describe(parts.Names));
        var problem = new QpProblem(quadratic, linear, rows) { Definite = true };
        parts.Projector.Project(chunk, quadratic);
        double[]? cost = context.KeepCost ? [.. quadratic] : null;
        parts.Program.Complete(problem, chunk.Values);
        var solution = new QpSolution(problem);
        parts.Solver.Solve(problem, warmStart ? ShiftedSolution.Of(context.Last?.Solution, context.ExecutedSteps, problem, chunk.Dimensions) : null, solution);
        return Judge(chunk, previous, rows, solution) with { Cost = cost };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Projector, constraints and solver belong to the experiment.
    }

    private Refinement Judge(ActionChunk chunk, ActionChunk previous, LinearConstraints rows, QpSolution solution)
    {
        if (!solution.HasPoint)
            return Brake(chunk, previous, rows, $"The solver ended with {solution.Status}: {solution.Detail ?? "no detail"}.");
        Refinement refined = Finish(chunk, new ActionChunk(chunk.Steps, chunk.Dimensions, solution.X), rows, RefinementStatus.Refined);
        if (!(refined.LargestViolation <= tolerance) || !IsFinite(refined.Chunk))
            return Brake(chunk, previous, rows, FormattableString.Invariant($"The solver's chunk leaves its bounds by {refined.LargestViolation:G3}, more than {tolerance:G3}."));
        return refined with { Solution = solution, Reason = solution.Status == QpStatus.Solved ? null : $"The solver ended with {solution.Status}." };
    }

    private Refinement Brake(ActionChunk chunk, ActionChunk previous, LinearConstraints rows, string reason)
    {
        Refinement braking = Finish(chunk, BrakingChunk.Create(previous, rows), rows, RefinementStatus.FellBack);
        return braking.LargestViolation <= tolerance
            ? braking with { Reason = reason }
            : braking with { Status = RefinementStatus.Violating, Reason = FormattableString.Invariant($"{reason} Braking leaves the bounds too, by {braking.LargestViolation:G3}.") };
    }

    /// <summary>Brings a chunk to raw units and measures what is really sent.</summary>
    private Refinement Finish(ActionChunk chunk, ActionChunk refined, LinearConstraints rows, RefinementStatus status)
    {
        ActionChunk raw = parts.Normalisation.Unnormalise(refined);
        double[] sent = parts.Normalisation.Normalise(raw.Values.AsMemory());
        return new Refinement(raw, status)
        {
            // Reports cannot hold what is not finite; such a proposal has no distance.
            LargestChange = sent.Zip(chunk.Values, (a, b) => Math.Abs(a - b)).Where(double.IsFinite).DefaultIfEmpty(0).Max(),
            LargestViolation = rows.LargestViolation(sent),
        };
    }

    private void CheckShapes(ActionChunk proposed, RefinementContext context)
    {
        if (proposed.Steps != parts.Program.Steps || proposed.Dimensions != parts.Program.Dimensions)
            throw new ArgumentException($"The refiner takes chunks [{parts.Program.Steps}, {parts.Program.Dimensions}]; found [{proposed.Steps}, {proposed.Dimensions}].", nameof(proposed));
        if (context.Previous.Dimensions != proposed.Dimensions || !IsFinite(context.Previous))
            throw new ArgumentException($"Previous actions must be finite and have {proposed.Dimensions} dimensions; found {context.Previous.Dimensions}.", nameof(context));
    }

    private static bool IsFinite(ActionChunk chunk) => chunk.Values.All(double.IsFinite);
}
