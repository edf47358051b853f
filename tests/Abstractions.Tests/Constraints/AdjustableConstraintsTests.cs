using DiffOG.Actions;
using DiffOG.Constraints;
using NSubstitute;
using Xunit;

namespace DiffOG.Abstractions.Tests.Constraints;

/// <summary>Limits that code changes while they are in use.</summary>
public sealed class AdjustableConstraintsTests
{
    private const double Inf = double.PositiveInfinity;

    private readonly AdjustableConstraints limits;

    public AdjustableConstraintsTests()
    {
        IConstraintSet inner = Substitute.For<IConstraintSet>();
        inner.Build(default!).ReturnsForAnyArgs(call => Rows(call.Arg<ConstraintContext>()));
        limits = new AdjustableConstraints(inner);
    }

    [Fact]
    public void Without_a_rule_the_inner_rows_are_passed_on()
    {
        IConstraintSet given = Substitute.For<IConstraintSet>();
        LinearConstraints rows = Rows(Chunk());
        given.Build(default!).ReturnsForAnyArgs(rows);
        given.ChangeTimes.Returns([1.5]);

        Assert.Same(rows, new AdjustableConstraints(given).Build(Chunk()));
        Assert.Equal([1.5], new AdjustableConstraints(given).ChangeTimes);
    }

    [Fact]
    public void A_rule_counts_from_the_next_chunk_on_and_until_it_is_taken_away()
    {
        LinearConstraints before = limits.Build(Chunk());
        limits.Rule = (place, lower, upper) => place.Order == 1 ? (0.5 * lower, 0.5 * upper) : (lower, upper);
        LinearConstraints slow = limits.Build(Chunk());
        limits.Rule = null;

        Assert.Equal([0.1, 0.1], ((DifferenceBlock)before.Blocks[0]).Upper);
        Assert.Equal([0.05, 0.05], ((DifferenceBlock)slow.Blocks[0]).Upper);
        Assert.Equal([2.05, 0.05], slow.Blocks[0].RowUpper);
        Assert.Equal([-1, -Inf], slow.Blocks[1].RowLower);
        Assert.Equal(before.Upper, limits.Build(Chunk()).Upper);
    }

    [Fact]
    public void The_rule_is_told_step_dimension_order_and_time_of_every_bound_and_what_it_was()
    {
        List<(BoundPlace, double, double)> asked = [];
        limits.Rule = (place, lower, upper) =>
        {
            asked.Add((place, lower, upper));
            return (lower, upper);
        };

        limits.Build(Chunk());

        Assert.Equal(
            [
                (new BoundPlace(0, 1, 1, 3), -0.1, 0.1),
                (new BoundPlace(1, 1, 1, 3.5), -0.1, 0.1),
                (new BoundPlace(0, 0, 0, 3), -1, 1),
                (new BoundPlace(1, 1, 0, 3.5), -Inf, 4),
            ],
            asked);
    }

    [Fact]
    public void General_rows_stay_and_blocks_keep_their_source_and_share_their_matrix()
    {
        limits.Rule = (_, lower, upper) => (lower, upper);
        LinearConstraints rows = limits.Build(Chunk()), inside = Rows(Chunk());

        Assert.Equal(inside.Matrix.ToDense(), rows.Matrix.ToDense());
        Assert.Equal(inside.Lower, rows.Lower);
        Assert.Equal("speed", rows.Blocks[0].Source);
        Assert.IsType<GeneralBlock>(rows.Blocks[2]);
    }

    [Fact]
    public void A_rule_can_hold_still_and_what_it_makes_impossible_is_found()
    {
        limits.Rule = (_, _, _) => (0, 0);
        Assert.Equal([2, 0], limits.Build(Chunk()).Blocks[0].RowUpper);

        limits.Rule = (place, lower, upper) => place.Step == 1 && place.Order == 1 ? (0.2, -0.2) : (lower, upper);
        Contradiction found = Feasibility.FindContradiction(limits.Build(Chunk()), 2)!;
        Assert.Equal("No chunk satisfies all limits: at step 1 the first difference of dimension 1 must be at least 0.2 (speed) and at most -0.2 (speed).", found.Describe());
    }

    [Fact]
    public void A_bound_that_is_not_a_number_is_refused_with_its_place()
    {
        limits.Rule = (place, lower, _) => (lower, place.Order == 0 ? double.NaN : 1);

        Assert.StartsWith(
            "The rule of adjustable constraints gave the bounds -1 and NaN for BoundPlace { Step = 0, Dimension = 0, Order = 0, Time = 3 }.",
            Assert.Throws<ArgumentException>(() => limits.Build(Chunk())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_may_change_while_others_build_and_every_chunk_is_under_one_of_them()
    {
        double[] factors = [0.25, 0.5, 1];
        BoundRule[] rules = [.. factors.Select(f => (BoundRule)((_, lower, upper) => (f * lower, f * upper)))];
        limits.Rule = rules[0];
        bool stop = false;
        var operatorThread = new Thread(() =>
        {
            for (int i = 0; !Volatile.Read(ref stop); i++)
                limits.Rule = rules[i % rules.Length];
        });
        operatorThread.Start();
        double[][] uppers = [.. Enumerable.Range(0, 2000).AsParallel().Select(_ => ((DifferenceBlock)limits.Build(Chunk()).Blocks[0]).Upper)];
        Volatile.Write(ref stop, true);
        operatorThread.Join();

        Assert.All(uppers, u => Assert.Contains(u, factors.Select(f => new[] { f * 0.1, f * 0.1 })));
    }

    private static ConstraintContext Chunk() => new(2, 2) { Previous = new ActionChunk(1, 2, [1, 2]), Time = 3, StepDuration = 0.5 };

    private static LinearConstraints Rows(ConstraintContext context) => new(
        4,
        DifferenceBlock.Create(new DifferenceShape(2, 2, 1, 1, [1]), [-0.1, -0.1], [0.1, 0.1], context.Previous).Named("speed"),
        new BoxBlock(4, [0, 3], [-1, -Inf], [1, 4]),
        new GeneralBlock(new SparseRows(4, [0, 2], [0, 1], [1, 1]), [-9], [9]));
}
