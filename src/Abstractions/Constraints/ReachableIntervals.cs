using DiffOG.Actions;

namespace DiffOG.Constraints;

/// <summary>
/// What every value x_t and every difference (Δᵏx)_t can still be, as intervals. Steps −3 to −1 are the past. All numbers
/// count as uncertain by far more than rounding, so that an interval never loses a value that is possible.
/// </summary>
internal sealed class ReachableIntervals
{
    private const int Past = 3;

    /// <summary>Bounds that cross by less are one value, rounded.</summary>
    private const double Rounding = 1e-9;

    private const ulong FromPast = 1UL << 63;

    private readonly LinearConstraints constraints;
    private readonly int dimensions, steps, orders;
    private readonly bool hasGeneralRows;
    private readonly Side[] lower, upper;

    internal ReachableIntervals(LinearConstraints constraints, int dimensions)
    {
        (this.constraints, this.dimensions, steps) = (constraints, dimensions, constraints.Variables / dimensions);
        foreach (ConstraintBlock block in constraints.Blocks)
        {
            orders = Math.Max(orders, block is DifferenceBlock difference ? difference.Shape.Order : 0);
            hasGeneralRows |= block is not (DifferenceBlock or BoxBlock);
        }
        lower = new Side[(orders + 1) * dimensions * (steps + Past)];
        upper = new Side[lower.Length];
        Array.Fill(lower, new Side(double.NegativeInfinity, 0));
        Array.Fill(upper, new Side(double.PositiveInfinity, 0));
        Seed();
    }

    /// <summary>The first interval that became empty.</summary>
    internal Contradiction? Found { get; private set; }

    /// <summary>One pass forward, one back, and one over the general rows; of chains in boxes alone one pass forward, which decides them.</summary>
    /// <returns>Whether an interval became noticeably smaller, so that another round may tell more.</returns>
    internal bool Narrow()
    {
        if (orders <= 1 && !hasGeneralRows)
            return FollowChains();
        for (int t = 1 - Past; t < steps && Found is null; t++)
            NarrowStep(t);
        bool changed = NarrowGeneralRows();
        if (orders <= 1 && !changed)
            return false;
        for (int t = steps - 1; t > -Past && Found is null; t--)
            changed |= NarrowStep(t);
        return changed;
    }

    /// <summary>x_t is within a step of x_{t−1}.</summary>
    /// <returns>False: there is nothing more to tell.</returns>
    private bool FollowChains()
    {
        for (int t = 0; t < steps * orders && Found is null; t++)
        {
            for (int d = 0; d < dimensions; d++)
            {
                int before = Place(0, d, t - 1), difference = Place(1, d, t);
                Meet(0, d, t, lower[before].Plus(lower[difference], down: true), upper[before].Plus(upper[difference], down: false));
            }
        }
        return false;
    }

    /// <summary>Takes the bounds of the blocks, and the past.</summary>
    private void Seed()
    {
        for (int b = 0; b < constraints.Blocks.Count; b++)
        {
            ulong from = BitOf(b);
            switch (constraints.Blocks[b])
            {
                case DifferenceBlock block:
                    SeedPast(block.Previous);
                    SeedDifferences(block, from);
                    break;
                case BoxBlock block:
                    for (int r = 0; r < block.Rows; r++)
                        Meet(0, block.Indices[r] % dimensions, block.Indices[r] / dimensions, new Side(block.RowLower[r], from), new Side(block.RowUpper[r], from));
                    break;
                case ConstraintBlock block:
                    SeedSingleValues(block, from);
                    break;
            }
        }
    }

    private void SeedPast(ActionChunk? previous)
    {
        for (int p = 1; p <= Math.Min(Past, previous?.Steps ?? 0); p++)
        {
            for (int d = 0; d < dimensions; d++)
                Meet(0, d, -p, new Side(previous![previous.Steps - p, d], FromPast), new Side(previous[previous.Steps - p, d], FromPast));
        }
    }

    private void SeedDifferences(DifferenceBlock block, ulong from)
    {
        DifferenceShape shape = block.Shape;
        for (int r = 0; r < block.Rows; r++)
        {
            (int step, int dimension) = shape.PlaceOf(r);
            if (step >= shape.Order || block.Previous is not null)
                Meet(shape.Order, dimension, step, new Side(block.Lower[r], from), new Side(block.Upper[r], from));
            else if (step == 0)
                Meet(0, dimension, 0, new Side(block.RowLower[r], from | FromPast), new Side(block.RowUpper[r], from | FromPast));
        }
    }

    /// <summary>General rows with one entry are boxes.</summary>
    private void SeedSingleValues(ConstraintBlock block, ulong from)
    {
        SparseRows rows = block.Matrix;
        for (int r = 0; r < rows.Rows; r++)
        {
            int k = rows.Starts[r];
            if (rows.Starts[r + 1] - k == 1 && rows.Values[k] != 0)
                MeetTerm(rows, k, new Side(block.RowLower[r], from), new Side(block.RowUpper[r], from));
        }
    }

    /// <summary>(Δᵏx)_t = (Δᵏ⁻¹x)_t − (Δᵏ⁻¹x)_{t−1}, solved for each of the three in turn, for all orders.</summary>
    private bool NarrowStep(int t)
    {
        bool changed = false;
        for (int d = 0; d < dimensions; d++)
        {
            for (int k = orders; k > 0; k--)
            {
                int now = Place(k - 1, d, t), before = Place(k - 1, d, t - 1), difference = Place(k, d, t);
                changed |= Meet(k - 1, d, t, lower[before].Plus(lower[difference], down: true), upper[before].Plus(upper[difference], down: false));
                changed |= Meet(k - 1, d, t - 1, lower[now].Minus(upper[difference], down: true), upper[now].Minus(lower[difference], down: false));
            }
            for (int k = 1; k <= orders; k++)
            {
                int now = Place(k - 1, d, t), before = Place(k - 1, d, t - 1);
                changed |= Meet(k, d, t, lower[now].Minus(upper[before], down: true), upper[now].Minus(lower[before], down: false));
            }
        }
        return changed;
    }

    private bool NarrowGeneralRows()
    {
        bool changed = false;
        for (int b = 0; b < constraints.Blocks.Count && Found is null; b++)
        {
            if (constraints.Blocks[b] is DifferenceBlock or BoxBlock)
                continue;
            for (int r = 0; r < constraints.Blocks[b].Rows && Found is null; r++)
                changed |= NarrowRow(constraints.Blocks[b], r, BitOf(b));
        }
        return changed;
    }

    /// <summary>
    /// lower ≤ Σ g_i x_i ≤ upper: the sum lies between the sums of the terms' smallest and of their largest values, and
    /// each term between what the others leave of the bounds.
    /// </summary>
    private bool NarrowRow(ConstraintBlock block, int row, ulong from)
    {
        SparseRows rows = block.Matrix;
        TermSum least = default, most = default;
        for (int k = rows.Starts[row]; k < rows.Starts[row + 1]; k++)
        {
            (Side low, Side high) = Term(rows, k);
            least = least.With(low);
            most = most.With(high);
        }
        Side rowLower = new(block.RowLower[row], from), rowUpper = new(block.RowUpper[row], from);
        if (Crossed(rowLower, rowUpper))
            Find(rows, row, rowLower, rowUpper);
        else if (Crossed(rowLower, most.AtMost))
            Find(rows, row, rowLower, most.AtMost);
        else if (Crossed(least.AtLeast, rowUpper))
            Find(rows, row, least.AtLeast, rowUpper);
        bool changed = false;
        for (int k = rows.Starts[row]; k < rows.Starts[row + 1] && Found is null; k++)
        {
            if (rows.Values[k] == 0)
                continue;
            (Side low, Side high) = Term(rows, k);
            changed |= MeetTerm(rows, k, rowLower.Minus(most.Without(high).AtMost, down: true), rowUpper.Minus(least.Without(low).AtLeast, down: false));
        }
        return changed;
    }

    /// <summary>low ≤ g_i x_i ≤ high.</summary>
    private bool MeetTerm(SparseRows rows, int k, Side low, Side high)
    {
        int i = rows.Indices[k];
        (Side first, Side second) = (low.Over(rows.Values[k]), high.Over(rows.Values[k]));
        return rows.Values[k] > 0 ? Meet(0, i % dimensions, i / dimensions, first, second) : Meet(0, i % dimensions, i / dimensions, second, first);
    }

    /// <summary>g_i x_i.</summary>
    private (Side Low, Side High) Term(SparseRows rows, int k)
    {
        int i = rows.Indices[k], place = Place(0, i % dimensions, i / dimensions);
        double g = rows.Values[k];
        return g >= 0 ? (lower[place].Times(g), upper[place].Times(g)) : (upper[place].Times(g), lower[place].Times(g));
    }

    private bool Meet(int order, int dimension, int step, Side low, Side high)
    {
        int place = Place(order, dimension, step);
        bool changed = false;
        // Comparisons with NaN are false: what is not a number narrows nothing.
        if (low.Value > lower[place].Value)
        {
            changed |= !(low.Value - lower[place].Value <= Rounding * Math.Max(1, Math.Abs(low.Value)));
            lower[place] = low;
        }
        if (high.Value < upper[place].Value)
        {
            changed |= !(upper[place].Value - high.Value <= Rounding * Math.Max(1, Math.Abs(high.Value)));
            upper[place] = high;
        }
        if (Found is null && Crossed(lower[place], upper[place]))
            Found = new Contradiction(Math.Max(0, step), [dimension], order, lower[place].Value, upper[place].Value, Names(lower[place].From), Names(upper[place].From));
        return changed;
    }

    private void Find(SparseRows rows, int row, Side low, Side high)
    {
        int[] variables = rows.Indices[rows.Starts[row]..rows.Starts[row + 1]];
        int last = variables.Length == 0 ? 0 : variables[^1] / dimensions;
        Found = new Contradiction(last, [.. variables.Select(i => i % dimensions).Distinct().Order()], null, low.Value, high.Value, Names(low.From), Names(high.From));
    }

    private static bool Crossed(Side low, Side high) => low.Value - high.Value > Rounding * Math.Max(1, Math.Max(Math.Abs(low.Value), Math.Abs(high.Value)));

    private int Place(int order, int dimension, int step) => (((order * dimensions) + dimension) * (steps + Past)) + step + Past;

    /// <summary>The blocks beyond the 62nd share a bit; no message names so many.</summary>
    private static ulong BitOf(int block) => 1UL << Math.Min(block, 62);

    private List<string> Names(ulong from)
    {
        List<string> names = (from & FromPast) == 0 ? [] : ["previous actions"];
        for (int b = 0; b < constraints.Blocks.Count; b++)
        {
            if ((from & BitOf(b)) != 0 && !names.Contains(NameOf(constraints.Blocks[b])))
                names.Add(NameOf(constraints.Blocks[b]));
        }
        return names;
    }

    private static string NameOf(ConstraintBlock block) => block switch
    {
        { Source.Length: > 0 } => block.Source,
        DifferenceBlock difference => $"differences of order {difference.Shape.Order}",
        BoxBlock => "bounds on actions",
        _ => "general rows",
    };

    /// <summary>One end of an interval, and which blocks put it there.</summary>
    private readonly record struct Side(double Value, ulong From)
    {
        /// <summary>How uncertain the numbers of a sum are, relative to their size.</summary>
        private const double Uncertainty = 1e-13;

        internal Side Plus(Side other, bool down) => Sum(other.Value, other.From, down);

        internal Side Minus(Side other, bool down) => Sum(-other.Value, other.From, down);

        internal Side Times(double factor) => new(factor == 0 ? 0 : Value * factor, From); // A zero times an open side is a zero.

        internal Side Over(double divisor) => new(Value / divisor, From);

        private Side Sum(double other, ulong from, bool down)
        {
            double uncertain = Uncertainty * (Math.Abs(Value) + Math.Abs(other));
            return new Side(Value + other + (down ? -uncertain : uncertain), From | from);
        }
    }

    /// <summary>A sum of ends of intervals, some of them open, from which single ones can be taken back.</summary>
    private readonly record struct TermSum(double Finite, double Sizes, int Infinite, ulong From)
    {
        internal Side AtLeast => new(Infinite > 0 ? double.NegativeInfinity : Finite - Uncertain, From);

        internal Side AtMost => new(Infinite > 0 ? double.PositiveInfinity : Finite + Uncertain, From);

        // A bound of the row that is left by less than the rounding is kept. This matters where a small coefficient divides.
        private double Uncertain => Rounding * (1 + Sizes);

        internal TermSum With(Side side) => double.IsFinite(side.Value)
            ? new(Finite + side.Value, Sizes + Math.Abs(side.Value), Infinite, From | side.From)
            : this with { Infinite = Infinite + 1 };

        /// <summary>The sizes stay, for what was rounded stays rounded.</summary>
        internal TermSum Without(Side side) => double.IsFinite(side.Value) ? this with { Finite = Finite - side.Value } : this with { Infinite = Infinite - 1 };
    }
}
