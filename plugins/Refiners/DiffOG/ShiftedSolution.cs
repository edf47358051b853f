using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Refiners.DiffOG;

/// <summary>Turns the solution of the last chunk into a guess for the next: what was step t + k is step t now.</summary>
internal static class ShiftedSolution
{
    /// <summary>The guess; null where the last chunk says nothing about the next.</summary>
    /// <param name="last">The last chunk's solution.</param>
    /// <param name="executed">How many of its steps were executed.</param>
    /// <param name="next">The problem that is to be solved.</param>
    /// <param name="dimensions">D.</param>
    internal static QpSolution? Of(QpSolution? last, int executed, QpProblem next, int dimensions)
    {
        int shift = executed * dimensions;
        if (last is not { HasPoint: true } || last.X.Length != next.Variables || executed < 0 || shift >= next.Variables)
            return null;
        double[] x = new double[next.Variables];
        for (int i = 0; i < x.Length; i++)
            x[i] = i + shift < x.Length ? last.X[i + shift] : last.X[x.Length - dimensions + (i % dimensions)];
        return new QpSolution(next, last.Status, x, Multipliers(last, executed, next.Constraints));
    }

    private static double[] Multipliers(QpSolution last, int executed, LinearConstraints next)
    {
        double[] y = new double[next.Rows];
        LinearConstraints before = last.Problem.Constraints;
        int first = 0, firstBefore = 0;
        for (int b = 0; b < Math.Min(next.Blocks.Count, before.Blocks.Count); b++)
        {
            if (next.Blocks[b] is DifferenceBlock now && before.Blocks[b] is DifferenceBlock then && SameRows(now.Shape, then.Shape))
                Shift(now, then, executed, last.Multipliers.AsSpan(firstBefore), y.AsSpan(first));
            first += next.Blocks[b].Rows;
            firstBefore += before.Blocks[b].Rows;
        }
        return y;
    }

    private static bool SameRows(DifferenceShape a, DifferenceShape b) => a.Order == b.Order && a.Constrained.SequenceEqual(b.Constrained);

    private static void Shift(DifferenceBlock now, DifferenceBlock then, int executed, ReadOnlySpan<double> before, Span<double> after)
    {
        int offset = (executed + now.Shape.FirstStep - then.Shape.FirstStep) * now.Shape.Constrained.Count;
        for (int r = 0; r < now.Rows; r++)
        {
            if (r + offset >= 0 && r + offset < then.Rows)
                after[r] = before[r + offset];
        }
    }
}
