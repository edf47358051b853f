using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using Xunit;

namespace DiffOG.Abstractions.Tests.Constraints;

/// <summary>Impossible problems are found and named; possible ones are never called impossible.</summary>
public sealed class FeasibilityTests
{
    private const double Inf = double.PositiveInfinity;
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void A_past_outside_the_box_by_more_than_a_step_is_named_with_step_dimension_and_both_sources()
    {
        Contradiction found = Find(2, 2, Box(4, [0, 1, 2, 3], -0.5, 0.5), Differences(2, 2, 1, 0.1, new ActionChunk(1, 2, [0.2, 1.0])))!;

        Assert.Equal((0, 0, 0.9, 0.5), (found.Step, found.Order, Math.Round(found.Lower, 12), found.Upper));
        Assert.Equal([1], found.Dimensions);
        Assert.Equal("No chunk satisfies all limits: at step 0 'dy' must be at least 0.9 (previous actions, differences of order 1) and at most 0.5 (bounds on actions).", found.Describe(["dx", "dy"]));
        Assert.StartsWith("No chunk satisfies all limits: at 2.5 s dimension 1 must", found.Describe(place: "at 2.5 s"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_past_outside_the_box_by_no_more_than_a_step_is_possible()
    {
        Assert.Null(Find(2, 2, Box(4, [0, 1, 2, 3], -0.5, 0.5), Differences(2, 2, 1, 0.1, new ActionChunk(1, 2, [0.2, 0.6]))));
        Assert.Null(Find(2, 2, Box(4, [0, 1, 2, 3], -0.5, 0.5), Differences(2, 2, 1, 0.1, null)));
    }

    [Fact]
    public void A_box_that_comes_too_early_is_found_where_it_cannot_be_reached()
    {
        var box = new BoxBlock(5, [3, 4], [0.5, 0.5], [1, 1]);

        Contradiction found = Find(5, 1, box.Named("gate"), Differences(5, 1, 1, 0.1, new ActionChunk(1, 1, [0])).Named("speed"))!;

        Assert.Equal("No chunk satisfies all limits: at step 3 dimension 0 must be at least 0.5 (gate) and at most 0.4 (previous actions, speed).", found.Describe());
    }

    [Fact]
    public void Two_boxes_that_leave_nothing_are_found_and_a_single_value_is_something()
    {
        Contradiction found = Find(1, 3, new BoxBlock(3, [2], [0.3], [1]).Named("a"), new BoxBlock(3, [0, 2], [0, -1], [1, 0.2]).Named("b"))!;

        Assert.Equal("No chunk satisfies all limits: at step 0 dimension 2 must be at least 0.3 (a) and at most 0.2 (b).", found.Describe());
        Assert.Null(Find(1, 3, new BoxBlock(3, [2], [0.2], [1]), new BoxBlock(3, [2], [-1], [0.2])));
    }

    [Fact]
    public void Speed_and_acceleration_that_contradict_the_past_are_named_by_their_order()
    {
        // The last step was 0.5 long; speed may be 0.1, and change by 0.2.
        var past = new ActionChunk(2, 1, [0, 0.5]);

        Contradiction found = Find(4, 1, Differences(4, 1, 1, 0.1, past.Slice(1, 1)), Differences(4, 1, 2, 0.2, past))!;

        Assert.Equal("No chunk satisfies all limits: at step 0 the first difference of dimension 0 must be at least 0.3 (previous actions, differences of order 2) and at most 0.1 (differences of order 1).", found.Describe());
    }

    [Theory]
    [InlineData(0.0, true)] // Braking takes 0.3 + 0.2 + 0.1 = 0.6 from 0 on.
    [InlineData(0.11, true)]
    [InlineData(0.39, true)]
    [InlineData(0.41, false)]
    public void A_wall_within_the_braking_distance_is_found(double last, bool possible)
    {
        // Speed 0.4 before, deceleration at most 0.1 a step, wall at 1.
        var past = new ActionChunk(2, 1, [last - 0.4, last]);

        Contradiction? found = Find(8, 1, Differences(8, 1, 2, 0.1, past), Box(8, [.. Enumerable.Range(0, 8)], -5, 1));

        Assert.Equal(possible, found is null);
    }

    [Fact]
    public void Jerk_that_cannot_stop_before_a_wall_is_found()
    {
        var past = new ActionChunk(3, 1, [0, 0.3, 0.7]);

        Assert.NotNull(Find(10, 1, Differences(10, 1, 3, 0.01, past), Box(10, [.. Enumerable.Range(0, 10)], -5, 1.5)));
        Assert.Null(Find(10, 1, Differences(10, 1, 3, 0.5, past), Box(10, [.. Enumerable.Range(0, 10)], -5, 1.5)));
    }

    [Fact]
    public void A_half_space_out_of_reach_is_named_with_all_its_dimensions()
    {
        var row = new GeneralBlock(new SparseRows(6, [0, 2], [3, 5], [0.6, 0.8]), [1], [Inf]);

        Contradiction found = Find(2, 3, Box(6, [0, 2, 3, 5], -0.5, 0.5), row.Named("half-space 'gate'"))!;

        Assert.Equal("No chunk satisfies all limits: at step 1 a sum over 'x', 'z' must be at least 1 (half-space 'gate') and at most 0.7 (bounds on actions).", found.Describe(["x", "y", "z"]));
    }

    [Fact]
    public void A_half_space_can_make_a_later_step_impossible()
    {
        // x₀ ≥ 0.9 by the row, x₁ ≤ 0.5 by the box, and one step of 0.1 between them.
        var row = new GeneralBlock(new SparseRows(2, [0, 1], [0], [-2]), [-Inf], [-1.8]);

        Contradiction found = Find(2, 1, new BoxBlock(2, [1], [-1], [0.5]), row, Differences(2, 1, 1, 0.1, null))!;

        Assert.Equal((1, 0), (found.Step, found.Order));
        Assert.Equal(["general rows", "differences of order 1"], found.LowerSources);
    }

    [Fact]
    public void Crossed_bounds_of_one_row_are_found()
    {
        Assert.NotNull(Find(2, 1, DifferenceBlock.Create(new DifferenceShape(2, 1, 1, 0, [0]), [0.2], [0.1], null)));
        Assert.NotNull(Find(2, 1, new GeneralBlock(new SparseRows(2, [0, 2], [0, 1], [1, 1]), [2], [1])));
        Assert.NotNull(Find(2, 1, new GeneralBlock(new SparseRows(2, [0, 0], [], []), [2], [3])));
    }

    [Fact]
    public void A_zero_in_a_row_counts_for_nothing() =>
        Assert.Null(Find(2, 1, new GeneralBlock(new SparseRows(2, [0, 2], [0, 1], [0, 1]), [2], [3]), new BoxBlock(2, [0], [-1], [1])));

    [Fact]
    public void A_block_restored_without_its_past_is_judged_by_what_was_folded_in()
    {
        DifferenceBlock made = Differences(2, 1, 1, 0.1, new ActionChunk(1, 1, [1]));
        DifferenceBlock restored = DifferenceBlock.Restore(made.Shape, made.Lower, made.Upper, made.RowLower, made.RowUpper);

        Assert.NotNull(Find(2, 1, restored, Box(2, [0, 1], -1, 0.8)));
        Assert.Null(Find(2, 1, restored, Box(2, [0, 1], -1, 0.95)));
    }

    [Fact]
    public void Rounding_is_no_contradiction() =>
        Assert.Null(Find(1, 1, Box(1, [0], -1, 1), Differences(1, 1, 1, 0.1, new ActionChunk(1, 1, [1.1 + 1e-12]))));

    [Fact]
    public void Variables_that_are_no_chunk_are_refused() => Assert.Throws<ArgumentException>(() => Feasibility.FindContradiction(LinearConstraints.None(7), 2));

    [Fact]
    public void Chains_in_boxes_are_decided_exactly() => (
        from steps in Gen.Int[1, 7]
        from past in Gen.Double[-1, 1]
        from known in Gen.Bool
        from centres in Gen.Double[-1, 1].Array[steps]
        from half in Gen.Double[0.01, 0.6].Array[steps]
        from open in Gen.Bool.Array[steps]
        from speeds in Gen.Double[-0.4, 0.4].Array[steps]
        from slack in Gen.Double[0.01, 0.4].Array[steps]
        select (steps, past, known, centres, half, open, speeds, slack)).Sample(
        c =>
        {
            int[] bounded = [.. Enumerable.Range(0, c.steps).Where(t => !c.open[t])];
            var box = new BoxBlock(c.steps, bounded, [.. bounded.Select(t => c.centres[t] - c.half[t])], [.. bounded.Select(t => c.centres[t] + c.half[t])]);
            var shape = new DifferenceShape(c.steps, 1, 1, c.known ? 1 : 0, [0]);
            IEnumerable<int> rows = Enumerable.Range(shape.FirstStep, shape.Rows);
            var chain = DifferenceBlock.Create(shape, [.. rows.Select(t => c.speeds[t] - c.slack[t])], [.. rows.Select(t => c.speeds[t] + c.slack[t])], c.known ? new ActionChunk(1, 1, [c.past]) : null);

            Assert.Equal(HasSolution(chain, box, c.steps), Find(c.steps, 1, box, chain) is null);
        },
        seed: Seed,
        iter: 3000);

    [Fact]
    public void Problems_with_a_solution_are_never_called_impossible() => (
        from steps in Gen.Int[1, 8]
        from dimensions in Gen.Int[1, 3]
        from orders in Gen.Int[1, 3].Array[1, 3]
        from known in Gen.Int[0, 3]
        from size in Gen.Double[-3, 9].Select(e => Math.Pow(10, e))
        from chunk in Gen.Double[-1, 1].Array[steps * dimensions]
        from past in Gen.Double[-1, 1].Array[3 * dimensions]
        from widths in Gen.OneOf(Gen.Const(0.0), Gen.Const(Inf), Gen.Double[0, 0.5]).Array[200]
        from coefficients in Gen.Double[-2, 2].Array[steps * dimensions * 2]
        select (steps, dimensions, orders, known, size, chunk, past, widths, coefficients)).Sample(
        c =>
        {
            double[] x = [.. c.chunk.Select(v => v * c.size)], before = [.. c.past.Select(v => v * c.size)];
            int width = 0;
            double Width() => c.widths[width++ % c.widths.Length] * c.size;
            List<ConstraintBlock> blocks = [];
            foreach (int order in c.orders)
            {
                int known = Math.Min(c.known, order);
                var shape = new DifferenceShape(c.steps, c.dimensions, order, known, [.. Enumerable.Range(0, c.dimensions)]);
                ActionChunk? previous = known == 0 ? null : new ActionChunk(known, c.dimensions, before[((3 - known) * c.dimensions)..]);
                DifferenceBlock free = DifferenceBlock.Create(shape, new double[shape.Rows], new double[shape.Rows], previous);
                double[] values = [.. free.Matrix.Multiply(x).Select((v, r) => v - free.RowLower[r])];
                blocks.Add(free.With([.. values.Select(v => v - Width())], [.. values.Select(v => v + Width())], previous));
            }
            blocks.Add(new BoxBlock(x.Length, [.. Enumerable.Range(0, x.Length)], [.. x.Select(v => v - Width())], [.. x.Select(v => v + Width())]));
            int n = x.Length;
            var rows = new SparseRows(n, [0, n, 2 * n], [.. Enumerable.Range(0, n), .. Enumerable.Range(0, n)], c.coefficients);
            double[] sums = rows.Multiply(x);
            blocks.Add(new GeneralBlock(rows, [.. sums.Select(v => v - Width())], [.. sums.Select(v => v + Width())]));

            Assert.Null(Find(c.steps, c.dimensions, [.. blocks]));
        },
        seed: Seed,
        iter: 3000);

    private static Contradiction? Find(int steps, int dimensions, params ConstraintBlock[] blocks) =>
        Feasibility.FindContradiction(new LinearConstraints(steps * dimensions, blocks), dimensions);

    private static BoxBlock Box(int variables, int[] indices, double lower, double upper) =>
        new(variables, indices, [.. indices.Select(_ => lower)], [.. indices.Select(_ => upper)]);

    private static DifferenceBlock Differences(int steps, int dimensions, int order, double limit, ActionChunk? previous)
    {
        var shape = new DifferenceShape(steps, dimensions, order, previous?.Steps ?? 0, [.. Enumerable.Range(0, dimensions)]);
        return DifferenceBlock.Create(shape, [.. Enumerable.Repeat(-limit, shape.Rows)], [.. Enumerable.Repeat(limit, shape.Rows)], previous);
    }

    /// <summary>
    /// A system of difference constraints x_j − x_i ≤ w has a solution where its graph has no negative cycle (Bellman and
    /// Ford; Cormen et al., section 24.4). Node 0 is the constant zero.
    /// </summary>
    private static bool HasSolution(DifferenceBlock chain, BoxBlock box, int steps)
    {
        List<(int From, int To, double Weight)> edges = [];
        void Between(int i, int j, double low, double high) => edges.AddRange([(i, j, high), (j, i, -low)]);
        for (int r = 0; r < box.Rows; r++)
            Between(0, box.Indices[r] + 1, box.RowLower[r], box.RowUpper[r]);
        for (int r = 0; r < chain.Rows; r++)
        {
            int step = chain.Shape.PlaceOf(r).Step;
            Between(step == 0 ? 0 : step, step + 1, chain.RowLower[r], chain.RowUpper[r]);
        }
        double[] distance = new double[steps + 1];
        for (int round = 0; round <= steps + 1; round++)
        {
            foreach ((int from, int to, double weight) in edges)
            {
                if (round == steps + 1 && distance[to] > distance[from] + weight + 1e-12)
                    return false;
                distance[to] = Math.Min(distance[to], distance[from] + weight);
            }
        }
        return true;
    }
}
