using DiffOG.Actions;
using DiffOG.Constraints;

namespace DiffOG.Refiners;

/// <summary>
/// The continuation that a robot falls back to when refining fails: the motion is brought to rest as fast as the
/// constraints allow, and the command then held. It solves nothing, so it cannot fail where a solver did.
/// </summary>
public static class BrakingChunk
{
    /// <summary>
    /// Brakes from the previous actions. With bounds on first differences every step moves by the value nearest to zero
    /// that they allow; with bounds on second differences speed falls as fast as they allow; with bounds on third
    /// differences the deceleration is also taken back in time, so that speed and deceleration reach zero together.
    /// Feasible whenever all rows are differences of one order and bounds contain zero; for other rows, check
    /// <see cref="LinearConstraints.LargestViolation"/> of the result.
    /// </summary>
    /// <param name="previous">[k, D] normalised actions really taken before the chunk, the latest last; k ≥ 1.</param>
    /// <param name="constraints">The rows of the chunk to be written, these previous actions folded in.</param>
    /// <returns>[T, D] normalised. Not finite where the previous actions are not.</returns>
    /// <exception cref="ArgumentException">The variables are no multiple of D.</exception>
    public static ActionChunk Create(ActionChunk previous, LinearConstraints constraints)
    {
        int dimensions = previous.Dimensions;
        if (constraints.Variables % dimensions != 0)
            throw new ArgumentException($"{constraints.Variables} variables are no chunk of {dimensions} dimensions.", nameof(constraints));
        Dictionary<int, (double Lower, double Upper)> jerkLimits = JerkLimits(constraints);
        return SequentialChunk.Create(constraints, dimensions, (i, values) =>
        {
            double before = At(i - dimensions, values, previous);
            if (!jerkLimits.TryGetValue(i, out (double Lower, double Upper) limits))
                return before;
            double earlier = At(i - (2 * dimensions), values, previous);
            return before + SpeedTowardsRest(before - earlier, limits);
        });
    }

    /// <summary>A value of the chunk, or of the past where the index is negative; before what is known the robot stood still.</summary>
    private static double At(int index, double[] values, ActionChunk previous)
    {
        if (index >= 0)
            return values[index];
        int past = previous.Values.Length + index;
        while (past < 0)
            past += previous.Dimensions;
        return previous.Values[past];
    }

    private static Dictionary<int, (double Lower, double Upper)> JerkLimits(LinearConstraints constraints)
    {
        Dictionary<int, (double Lower, double Upper)> limits = [];
        foreach (DifferenceBlock block in constraints.Blocks.OfType<DifferenceBlock>().Where(b => b.Shape.Order == 3))
        {
            for (int r = 0; r < block.Rows; r++)
            {
                (int step, int dimension) = block.Shape.PlaceOf(r);
                limits[(step * block.Shape.Dimensions) + dimension] = (block.Lower[r], block.Upper[r]);
            }
        }
        return limits;
    }

    /// <summary>
    /// The next speed on the fastest way to rest. A deceleration m that is taken back by j a step still takes
    /// m + (m − j) + … + (m − k j), k = ⌊m / j⌋, off the speed; m is the largest one for which that does not exceed it:
    /// with the largest k of j k (k + 1) / 2 ≤ |v|, m = (|v| + j k (k + 1) / 2) / (k + 1).
    /// </summary>
    private static double SpeedTowardsRest(double speed, (double Lower, double Upper) jerk)
    {
        double release = speed > 0 ? jerk.Upper : -jerk.Lower;
        if (!(release > 0) || double.IsInfinity(release) || speed == 0)
            return 0;
        double size = Math.Abs(speed);
        double k = Math.Floor((Math.Sqrt(1 + (8 * size / release)) - 1) / 2);
        double deceleration = (size + (release * k * (k + 1) / 2)) / (k + 1);
        return speed - (Math.Sign(speed) * Math.Min(deceleration, size));
    }
}
