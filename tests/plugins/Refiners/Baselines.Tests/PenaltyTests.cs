using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using Xunit;

namespace DiffOG.Refiners.Baselines.Tests;

/// <summary>Penalty optimisation: the minimum of its objective, and the truth about what it violates.</summary>
public sealed class PenaltyTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private const double Step = 1e-8;

    private static readonly Gen<(ActionChunk Proposed, double Smooth, double Penalty, int Order)> Cases =
        from proposed in Setting.Proposals
        from smooth in Gen.Double[0, 5]
        from penalty in Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Const(100.0), Gen.Const(1e6))
        from order in Gen.Int[1, 3]
        select (proposed, smooth, penalty, order);

    [Fact]
    public void The_chunk_is_the_minimum_of_the_objective_written_out() => Cases.Sample(
        c =>
        {
            DifferenceOptions limits = new() { Order = c.Order, Lower = -0.1, Upper = 0.2 };
            using ITrajectoryRefiner penalty = Refiner(c.Smooth, c.Penalty, limits);
            double[] x = Setting.Normalised(penalty.Refine(c.Proposed, Setting.Standstill).Chunk), a = Setting.Normalised(c.Proposed);
            LinearConstraints rows = Setting.Rows(Setting.Constraints(limits), Setting.Standstill);
            double Cost(double[] y) => Objective(y, a, rows, c.Smooth, c.Penalty);
            for (int i = 0; i < x.Length; i++)
            {
                // Exact but for rounding, and for pieces within the step: those bend by at most ρ Σ g².
                double slope = (Cost(Moved(x, i, Step)) - Cost(Moved(x, i, -Step))) / (2 * Step);
                Assert.True(Math.Abs(slope) < 1e-6 + (20 * Step * c.Penalty), $"slope {slope} at {i}");
            }
        },
        seed: Seed, iter: 60);

    [Fact]
    public void Without_weights_the_proposal_comes_back()
    {
        using ITrajectoryRefiner penalty = Refiner(0, 0, new());
        ActionChunk proposed = Proposal();

        Assert.Equal(proposed.Values.Select(v => Math.Round(v, 12)), penalty.Refine(proposed, Setting.Standstill).Chunk.Values.Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void The_violation_shrinks_as_the_penalty_grows_and_is_reported()
    {
        double before = double.PositiveInfinity;
        foreach (double weight in new[] { 1, 10, 100, 1e4, 1e6 })
        {
            using ITrajectoryRefiner penalty = Refiner(1, weight, new());
            Refinement refinement = penalty.Refine(Proposal(), Setting.Standstill);
            double violation = Setting.Rows(Setting.Constraints(), Setting.Standstill).LargestViolation(Setting.Normalised(refinement.Chunk));

            Assert.Equal(RefinementStatus.Violating, refinement.Status);
            Assert.Equal(violation, refinement.LargestViolation, 1e-12);
            Assert.InRange(violation, 1e-8, before);
            before = violation;
        }
        Assert.InRange(before, 0, 1e-5);
    }

    [Fact]
    public void A_chunk_that_ends_within_its_limits_is_refined()
    {
        using ITrajectoryRefiner penalty = Refiner(1, 100, new() { Limit = 10 });

        Assert.Equal(RefinementStatus.Refined, penalty.Refine(Proposal(), Setting.Standstill).Status);
    }

    [Fact]
    public void The_gripper_is_not_touched()
    {
        using ITrajectoryRefiner penalty = Refiner(5, 100, new());
        ActionChunk proposed = Proposal(), refined = penalty.Refine(proposed, Setting.Standstill).Chunk;

        for (int t = 0; t < Setting.Steps; t++)
            Assert.Equal(proposed[t, 2], refined[t, 2], 1e-12);
    }

    private static ITrajectoryRefiner Refiner(double smooth, double penalty, DifferenceOptions limits) =>
        new PenaltyPlugin().Create(new() { SmoothWeight = smooth, PenaltyWeight = penalty }, Setting.Context(Setting.Constraints(limits)));

    private static ActionChunk Proposal() => new(Setting.Steps, 3, [.. Enumerable.Range(0, 18).Select(i => Math.Sin(2.0 * i))]);

    /// <summary>½ Σ (a − â)² + ½ λ Σ (Δa)² + ½ ρ Σ violation², the previous action included.</summary>
    private static double Objective(double[] x, double[] a, LinearConstraints rows, double smooth, double penalty)
    {
        double[] before = Setting.Normalisation.Normalise(Setting.Standstill.Previous.Values.AsMemory());
        double sum = x.Zip(a, (p, q) => (p - q) * (p - q)).Sum();
        for (int i = 0; i < x.Length; i++)
        {
            double difference = x[i] - (i < 3 ? before[i] : x[i - 3]);
            sum += i % 3 == 2 ? 0 : smooth * difference * difference;
        }
        double[] product = rows.Matrix.Multiply(x);
        for (int r = 0; r < product.Length; r++)
        {
            double violation = Math.Max(0, Math.Max(product[r] - rows.Upper[r], rows.Lower[r] - product[r]));
            sum += penalty * violation * violation;
        }
        return 0.5 * sum;
    }

    private static double[] Moved(double[] x, int i, double by)
    {
        double[] moved = [.. x];
        moved[i] += by;
        return moved;
    }
}
