using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Solvers;
using NSubstitute;
using Xunit;

namespace DiffOG.Refiners.DiffOG.Tests;

public sealed class QpRefinerTests
{
    private readonly Doubles doubles = new();

    [Fact]
    public void A_solution_within_the_bounds_is_sent_in_raw_units()
    {
        doubles.Answer(QpStatus.Solved, null, 0.6, 0.7, 0.8);
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)) { KeepCost = true });
        Assert.Equal((RefinementStatus.Refined, (string?)null), (refinement.Status, refinement.Reason));
        Near([0.05, 0.1, 0.15], refinement.Chunk.Values);
        Assert.Equal(0.1, refinement.LargestChange, 1e-12);
        Assert.InRange(refinement.LargestViolation, 0, 1e-12);
        Assert.Equal([2, 0, 0, 0, 2, 0, 0, 0, 2], refinement.Cost!);
        Assert.Equal([0.6, 0.7, 0.8], refinement.Solution!.X);
    }

    [Fact]
    public void Every_part_gets_normalised_values_and_the_time()
    {
        doubles.Answer(QpStatus.Solved, null, 0.6, 0.7, 0.8);
        doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.4, 0.5)) { Time = 1.5 });
        doubles.Projector.Received(1).Project(Arg.Is<ActionChunk>(c => Math.Abs(c.Values[2] - 0.9) < 1e-12), Arg.Any<Memory<double>>());
        doubles.Constraints.Received(1).Build(Arg.Is<ConstraintContext>(c =>
            c.Time == 1.5 && c.StepDuration == 0.02 && c.Normalisation == Doubles.Normalisation && c.Previous!.Steps == 2 && Math.Abs(c.Previous.Values[1] - 0.5) < 1e-12));
        doubles.Solver.Received(1).Solve(Arg.Is<QpProblem>(p => Math.Abs(p.P[2] + 0.9) < 1e-12 && p.Q[0] == 2), Arg.Is<QpSolution?>(w => w == null), Arg.Any<QpSolution>());
    }

    [Theory]
    [InlineData(QpStatus.IterationLimit)]
    [InlineData(QpStatus.Infeasible)]
    [InlineData(QpStatus.NotConvex)]
    [InlineData(QpStatus.InvalidInput)]
    public void A_solver_that_fails_makes_it_brake_and_say_why(QpStatus status)
    {
        doubles.Answer(status, "the reason", double.NaN, double.NaN, double.NaN);
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal((RefinementStatus.FellBack, $"The solver ended with {status}: the reason."), (refinement.Status, refinement.Reason));
        Near([0, 0, 0], refinement.Chunk.Values);
        Assert.Null(refinement.Solution);
        Assert.Null(refinement.Cost);
    }

    [Fact]
    public void Limits_that_contradict_each_other_are_named_before_anything_is_solved()
    {
        doubles.More.Add(new BoxBlock(3, [1], [-1], [0.2]).Named("box"));
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal(RefinementStatus.Violating, refinement.Status);
        Assert.Equal("No chunk satisfies all limits: at step 1 dimension 0 must be at least 0.3 (previous actions, differences of order 1) and at most 0.2 (box). Braking leaves the bounds too, by 0.2.", refinement.Reason);
        doubles.Solver.DidNotReceiveWithAnyArgs().Solve(default!, default, default!);
        Near([0, -0.05, -0.05], refinement.Chunk.Values);
    }

    [Theory]
    [InlineData(0.6, 0.7, 0.81, 0.01)]
    [InlineData(0.60001, 0.7, 0.8, 1e-5)]
    [InlineData(0.4, 0.2, 0.1, 0.1)]
    public void A_solver_that_claims_success_but_leaves_the_bounds_is_not_believed(double x, double y, double z, double by)
    {
        doubles.Answer(QpStatus.Solved, null, x, y, z);
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal(RefinementStatus.FellBack, refinement.Status);
        Assert.Equal(FormattableString.Invariant($"The solver's chunk leaves its bounds by {by:G3}, more than 1E-09."), refinement.Reason);
        Assert.InRange(refinement.LargestViolation, 0, 1e-12);
    }

    [Fact]
    public void A_claimed_solution_that_is_not_finite_is_not_sent()
    {
        doubles.Answer(QpStatus.Solved, null, 0.6, double.NaN, 0.8);
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal(RefinementStatus.FellBack, refinement.Status);
        Assert.All(refinement.Chunk.Values, v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Reduced_accuracy_is_good_enough_within_the_bounds_and_is_said()
    {
        doubles.Answer(QpStatus.SolvedInaccurately, null, 0.6, 0.7, 0.8);
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal((RefinementStatus.Refined, "The solver ended with SolvedInaccurately."), (refinement.Status, refinement.Reason));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_proposal_that_is_not_finite_reaches_neither_projector_nor_solver(double value)
    {
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, value, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal((RefinementStatus.FellBack, "The proposed chunk holds values that are not finite."), (refinement.Status, refinement.Reason));
        Assert.True(double.IsFinite(refinement.LargestChange));
        doubles.Projector.DidNotReceiveWithAnyArgs().Project(default!, default);
        doubles.Solver.DidNotReceiveWithAnyArgs().Solve(default!, default, default!);
    }

    [Fact]
    public void Where_braking_cannot_keep_the_bounds_either_the_status_says_so()
    {
        // Within reach for those who hurry, but not for those who brake.
        doubles.More.Add(new BoxBlock(3, [2], [0.75], [3]));
        doubles.Answer(QpStatus.IterationLimit, "too hard", new double[3]);
        Refinement refinement = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        Assert.Equal(RefinementStatus.Violating, refinement.Status);
        Assert.StartsWith("The solver ended with IterationLimit: too hard. Braking leaves the bounds too, by ", refinement.Reason, StringComparison.Ordinal);
        Assert.Equal(0.15, refinement.LargestViolation, 12);
    }

    [Fact]
    public void The_next_chunk_starts_from_the_shifted_solution_unless_told_not_to()
    {
        doubles.Answer(QpStatus.Solved, null, 0.6, 0.7, 0.8);
        Refinement first = doubles.Refiner().Refine(Doubles.Raw(0.6, 0.7, 0.9), new RefinementContext(Doubles.Raw(0.5)));
        var second = new RefinementContext(Doubles.Raw(0.7)) { Last = first, ExecutedSteps = 2 };
        doubles.Refiner().Refine(Doubles.Raw(0.8, 0.8, 0.8), second);
        doubles.Solver.Received(1).Solve(Arg.Any<QpProblem>(), Arg.Is<QpSolution?>(w => w != null && w.X.SequenceEqual(new[] { 0.8, 0.8, 0.8 })), Arg.Any<QpSolution>());
        doubles.Solver.ClearReceivedCalls();
        doubles.Refiner(warmStart: false).Refine(Doubles.Raw(0.8, 0.8, 0.8), second);
        doubles.Solver.Received(1).Solve(Arg.Any<QpProblem>(), Arg.Is<QpSolution?>(w => w == null), Arg.Any<QpSolution>());
    }

    [Fact]
    public void Parts_outlive_the_refiner()
    {
        doubles.Refiner().Dispose();
        doubles.Projector.DidNotReceive().Dispose();
    }

    [Fact]
    public void Another_shape_and_a_past_that_is_not_finite_are_the_callers_mistakes()
    {
        Assert.StartsWith("The refiner takes chunks [3, 1]; found [2, 1].", Assert.Throws<ArgumentException>(() => doubles.Refiner().Refine(Doubles.Raw(0, 0), new RefinementContext(Doubles.Raw(0)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => doubles.Refiner().Refine(Doubles.Raw(0, 0, 0), new RefinementContext(Doubles.Raw(double.NaN))));
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
    }
}
