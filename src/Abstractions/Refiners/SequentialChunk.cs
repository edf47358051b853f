using DiffOG.Actions;
using DiffOG.Constraints;

namespace DiffOG.Refiners;

/// <summary>
/// Writes a chunk one value after the other: every value is the one nearest to what is wanted among those that the
/// rows ending there allow, given the values before. One pass, no look-ahead; exact for rows that a value can always
/// satisfy, as differences of one order can.
/// </summary>
public static class SequentialChunk
{
    /// <summary>Writes a chunk.</summary>
    /// <param name="constraints">Rows over the n = T·D variables, previous actions folded in.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="wanted">The wanted value of a variable i = t·D + d, given all values before it: (i, [n] values so far).</param>
    /// <returns>[T, D]. Where rows contradict each other the lower bound wins; whoever needs to know measures <see cref="LinearConstraints.LargestViolation"/>.</returns>
    public static ActionChunk Create(LinearConstraints constraints, int dimensions, Func<int, double[], double> wanted)
    {
        SparseRows rows = constraints.Matrix;
        ILookup<int, int> rowsEndingAt = Enumerable.Range(0, rows.Rows)
            .Where(r => rows.Starts[r + 1] > rows.Starts[r])
            .ToLookup(r => rows.Indices[rows.Starts[r + 1] - 1]);
        double[] values = new double[constraints.Variables];
        for (int i = 0; i < values.Length; i++)
        {
            (double lower, double upper) = (double.NegativeInfinity, double.PositiveInfinity);
            foreach (int row in rowsEndingAt[i])
            {
                (double rowLower, double rowUpper) = Interval(constraints, row, values);
                (lower, upper) = (Math.Max(lower, rowLower), Math.Min(upper, rowUpper));
            }
            values[i] = Math.Max(lower, Math.Min(upper, wanted(i, values)));
        }
        return new ActionChunk(values.Length / dimensions, dimensions, values);
    }

    /// <summary>What a row leaves to its last variable, the others being given.</summary>
    private static (double Lower, double Upper) Interval(LinearConstraints constraints, int row, double[] values)
    {
        SparseRows rows = constraints.Matrix;
        int last = rows.Starts[row + 1] - 1;
        double before = 0;
        for (int k = rows.Starts[row]; k < last; k++)
            before += rows.Values[k] * values[rows.Indices[k]];
        double first = (constraints.Lower[row] - before) / rows.Values[last];
        double second = (constraints.Upper[row] - before) / rows.Values[last];
        return rows.Values[last] > 0 ? (first, second) : (second, first);
    }
}
