using DiffOG.Actions;
using DiffOG.Constraints;

namespace DiffOG.Refiners.Baselines;

/// <summary>What the baselines share: shapes are checked, a proposal that is not finite brakes, and the result is measured in the units in which it is sent.</summary>
/// <param name="parts">Of the experiment.</param>
/// <param name="success">The status of a chunk that satisfies the constraints.</param>
internal abstract class BaselineRefiner(BaselineParts parts, RefinementStatus success) : ITrajectoryRefiner
{
    /// <summary>A violation up to this is rounding, in normalised units.</summary>
    private const double Rounding = 1e-9;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape does not fit, or the previous actions are not finite: there is nothing to brake from.</exception>
    public Refinement Refine(ActionChunk proposed, RefinementContext context)
    {
        CheckShapes(proposed, context);
        ActionChunk previous = parts.Normalisation.Normalise(context.Previous);
        LinearConstraints rows = parts.Rows(previous, context.Time);
        ActionChunk chunk = parts.Normalisation.Normalise(proposed);
        if (!chunk.Values.All(double.IsFinite))
        {
            ActionChunk braking = parts.Normalisation.Unnormalise(BrakingChunk.Create(previous, rows));
            return Measured(braking, chunk, rows, RefinementStatus.FellBack) with { Reason = "The proposed chunk holds values that are not finite." };
        }
        return Measured(Raw(proposed, chunk, previous, rows), chunk, rows, success);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Constraints belong to the experiment.
    }

    /// <summary>The chunk to send, in raw units.</summary>
    /// <param name="proposed">[T, D] raw, finite.</param>
    /// <param name="chunk">The same, normalised.</param>
    /// <param name="previous">[k, D] normalised.</param>
    /// <param name="rows">The constraints of this chunk.</param>
    protected virtual ActionChunk Raw(ActionChunk proposed, ActionChunk chunk, ActionChunk previous, LinearConstraints rows) =>
        parts.Normalisation.Unnormalise(Refined(chunk, previous, rows));

    /// <summary>The refined chunk, normalised.</summary>
    /// <param name="chunk">[T, D] normalised, finite.</param>
    /// <param name="previous">[k, D] normalised.</param>
    /// <param name="rows">The constraints of this chunk.</param>
    protected abstract ActionChunk Refined(ActionChunk chunk, ActionChunk previous, LinearConstraints rows);

    private Refinement Measured(ActionChunk raw, ActionChunk chunk, LinearConstraints rows, RefinementStatus status)
    {
        double[] sent = parts.Normalisation.Normalise(raw.Values.AsMemory());
        double violation = rows.LargestViolation(sent);
        return new Refinement(raw, violation <= Rounding ? status : RefinementStatus.Violating)
        {
            // A proposal that is not finite has no distance.
            LargestChange = sent.Zip(chunk.Values, (a, b) => Math.Abs(a - b)).Where(double.IsFinite).DefaultIfEmpty(0).Max(),
            LargestViolation = violation,
        };
    }

    private void CheckShapes(ActionChunk proposed, RefinementContext context)
    {
        if (proposed.Steps != parts.Steps || proposed.Dimensions != parts.Dimensions)
            throw new ArgumentException($"The refiner takes chunks [{parts.Steps}, {parts.Dimensions}]; found [{proposed.Steps}, {proposed.Dimensions}].", nameof(proposed));
        if (context.Previous.Dimensions != parts.Dimensions || !context.Previous.Values.All(double.IsFinite))
            throw new ArgumentException($"Previous actions must be finite and have {parts.Dimensions} dimensions; found {context.Previous.Dimensions}.", nameof(context));
    }
}
