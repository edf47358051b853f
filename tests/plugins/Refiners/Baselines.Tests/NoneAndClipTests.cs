using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Diagnostics;
using NSubstitute;
using Xunit;

namespace DiffOG.Refiners.Baselines.Tests;

/// <summary>The two baselines that compute nothing, or next to nothing.</summary>
public sealed class NoneAndClipTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void None_returns_what_was_proposed_to_the_bit_and_says_whether_it_violates() => Setting.Proposals.Sample(
        proposed =>
        {
            using ITrajectoryRefiner none = new NonePlugin().Create(new(), Setting.Context());
            double violation = Setting.Rows(Setting.Constraints(), Setting.Standstill).LargestViolation(Setting.Normalised(proposed));

            Refinement refinement = none.Refine(proposed, Setting.Standstill);

            Assert.Equal(proposed.Values, refinement.Chunk.Values);
            Assert.NotSame(proposed.Values, refinement.Chunk.Values);
            Assert.Equal(violation > 0 ? RefinementStatus.Violating : RefinementStatus.Unchanged, refinement.Status);
            Assert.Equal(violation, refinement.LargestViolation, 1e-12);
        },
        seed: Seed);

    [Fact]
    public void None_leaves_a_feasible_chunk_unchanged()
    {
        using ITrajectoryRefiner none = new NonePlugin().Create(new(), Setting.Context());
        var still = new ActionChunk(Setting.Steps, 3, [.. Enumerable.Repeat(new[] { 0.1, 0.2, 1.0 }, Setting.Steps).SelectMany(s => s)]);

        Refinement refinement = none.Refine(still, Setting.Standstill);

        Assert.Equal((RefinementStatus.Unchanged, 0, 0), (refinement.Status, refinement.LargestChange, refinement.LargestViolation));
    }

    [Fact]
    public void Clipping_moves_each_step_to_the_nearest_value_from_the_step_taken_before() => Setting.Proposals.Sample(
        proposed =>
        {
            using ITrajectoryRefiner clip = new ClipPlugin().Create(new(), Setting.Context(Setting.Constraints(new() { Lower = -0.1, Upper = 0.3 })));
            double[] wanted = Setting.Normalised(proposed), before = Setting.Normalisation.Normalise(Setting.Standstill.Previous.Values.AsMemory());

            Refinement refinement = clip.Refine(proposed, Setting.Standstill);

            double[] clipped = Setting.Normalised(refinement.Chunk);
            for (int i = 0; i < clipped.Length; i++)
            {
                double last = i < 3 ? before[i] : clipped[i - 3];
                Assert.Equal(i % 3 == 2 ? wanted[i] : Math.Clamp(wanted[i], last - 0.1, last + 0.3), clipped[i], 1e-12);
            }
            Assert.Equal(RefinementStatus.Refined, refinement.Status);
            Assert.InRange(refinement.LargestViolation, 0, 1e-12);
        },
        seed: Seed);

    [Fact]
    public void Clipping_follows_bounds_over_time()
    {
        IConstraintSet constraints = Setting.Constraints(new() { Schedule = [new() { From = 1, Limit = 0.01 }] });
        using ITrajectoryRefiner clip = new ClipPlugin().Create(new(), Setting.Context(constraints));
        var away = new ActionChunk(Setting.Steps, 3, [.. Enumerable.Repeat(9.0, Setting.Steps * 3)]);

        Refinement refinement = clip.Refine(away, Setting.Standstill with { Time = 0.7 });

        double[] x = [.. Enumerable.Range(0, Setting.Steps).Select(t => Setting.Normalised(refinement.Chunk)[t * 3])];
        Assert.Equal([0.1, 0.1, 0.01, 0.01, 0.01], x.Skip(1).Zip(x, (a, b) => Math.Round(a - b, 12)));
    }

    [Fact]
    public void Clipping_refuses_second_differences()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => new ClipPlugin().Create(new(), Setting.Context(Setting.Constraints(new() { Order = 2 }))));

        Assert.Equal("DOG1803", error.Id);
        Assert.Equal("The refiner 'clip' can clip to bounds on first differences only; the experiment's constraints hold differences of order 2.", error.Detail);
    }

    [Fact]
    public void Clipping_refuses_other_rows()
    {
        var constraints = Substitute.For<IConstraintSet>();
        constraints.Build(Arg.Any<ConstraintContext>()).Returns(new LinearConstraints(18, new BoxBlock(18, [0], [-1], [1])));

        DiffOGException error = Assert.Throws<DiffOGException>(() => new ClipPlugin().Create(new(), Setting.Context(constraints)));

        Assert.EndsWith("the experiment's constraints hold a BoxBlock.", error.Detail, StringComparison.Ordinal);
    }
}
