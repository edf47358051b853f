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
    /// <returns>
    /// [T, D]. Where rows contradict each other, differences win over other rows and low orders over high ones, so that
    /// nothing jumps: a robot outside its box comes back as fast as its speed allows. Whoever needs to know measures
    /// <see cref="LinearConstraints.LargestViolation"/>.
    /// </returns>
    public static ActionChunk Create(LinearConstraints constraints, int dimensions, Func<int, double[], double> wanted)
    {
        (Ending[] endings, int[] starts) = RowsByTheirLastVariable(constraints);
        double[] values = new double[constraints.Variables];
        for (int i = 0; i < values.Length; i++)
        {
            (double lower, double upper) = (double.NegativeInfinity, double.PositiveInfinity);
            for (int k = starts[i]; k < starts[i + 1]; k++)
                (lower, upper) = Meet((lower, upper), endings[k].Interval(values));
            values[i] = Math.Max(lower, Math.Min(upper, wanted(i, values)));
        }
        return new ActionChunk(values.Length / dimensions, dimensions, values);
    }

    /// <summary>What both allow; where that is nothing, what the first allows nearest to the second.</summary>
    private static (double Lower, double Upper) Meet((double Lower, double Upper) first, (double Lower, double Upper) second)
    {
        if (second.Lower > first.Upper)
            return (first.Upper, first.Upper);
        return second.Upper < first.Lower ? (first.Lower, first.Lower) : (Math.Max(first.Lower, second.Lower), Math.Min(first.Upper, second.Upper));
    }

    /// <summary>Rows with an entry, sorted by their last variable, those of one variable by who wins.</summary>
    private static (Ending[] Endings, int[] Starts) RowsByTheirLastVariable(LinearConstraints constraints)
    {
        ConstraintBlock[] blocks = [.. constraints.Blocks.OrderBy(b => b is DifferenceBlock difference ? difference.Shape.Order : int.MaxValue)];
        int[] starts = new int[constraints.Variables + 1];
        foreach (Ending ending in blocks.SelectMany(Ending.Of))
            starts[ending.Variable + 1]++;
        for (int i = 0; i < constraints.Variables; i++)
            starts[i + 1] += starts[i];
        Ending[] sorted = new Ending[starts[^1]];
        int[] next = [.. starts];
        foreach (Ending ending in blocks.SelectMany(Ending.Of))
            sorted[next[ending.Variable]++] = ending;
        return (sorted, starts);
    }

    /// <summary>A row, as what it leaves to its last variable.</summary>
    private readonly record struct Ending(ConstraintBlock Block, int Row)
    {
        internal int Variable => Block.Matrix.Indices[Last];

        private int Last => Block.Matrix.Starts[Row + 1] - 1;

        internal static IEnumerable<Ending> Of(ConstraintBlock block) =>
            Enumerable.Range(0, block.Rows).Where(r => block.Matrix.Starts[r + 1] > block.Matrix.Starts[r]).Select(r => new Ending(block, r));

        internal (double Lower, double Upper) Interval(double[] values)
        {
            SparseRows rows = Block.Matrix;
            double before = 0;
            for (int k = rows.Starts[Row]; k < Last; k++)
                before += rows.Values[k] * values[rows.Indices[k]];
            double first = (Block.RowLower[Row] - before) / rows.Values[Last];
            double second = (Block.RowUpper[Row] - before) / rows.Values[Last];
            return rows.Values[Last] > 0 ? (first, second) : (second, first);
        }
    }
}
