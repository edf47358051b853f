using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Refiners;

namespace DiffOG.Policies.Leto.Optimisation;

/// <summary>Checks chunks against their limits by other code than the solver's; one that leaves them is replaced by braking.</summary>
/// <param name="constraints">Writes the limits.</param>
internal sealed class HeldChunks(IConstraintSet constraints)
{
    private const double Tolerance = 1e-9;

    /// <summary>The chunk, or the braking one in its place.</summary>
    /// <param name="chunk">[T, D] normalised.</param>
    /// <param name="context">Of the chunk.</param>
    internal ActionChunk Hold(ActionChunk chunk, ConstraintContext context)
    {
        LinearConstraints rows = constraints.Build(context);
        return rows.LargestViolation(chunk.Values) <= Tolerance ? chunk : BrakingChunk.Create(context.Previous ?? AtRest(chunk.Dimensions), rows);
    }

    private static ActionChunk AtRest(int dimensions) => new(1, dimensions, new double[dimensions]);
}
