using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Difference;
using DiffOG.Projectors;
using DiffOG.Randomness;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Specs;
using NSubstitute;
using Xunit;

namespace DiffOG.Refiners.DiffOG.Tests;

/// <summary>Whole episodes with the real solver and the real constraints.</summary>
public sealed class RecedingHorizonTests
{
    private const int Steps = 12;
    private const int Dimensions = 3;
    private const int Executed = 5;
    private const double Limit = 0.1;
    private static readonly ActionNormalisation Normalisation = new([0.7, 13, -2], [0.1, -4, 0]);
    private static readonly ActionSpec Action = new(ActionMode.Relative, [new("x", ActionGroup.Translation, "m", -9, 9), new("y", ActionGroup.Rotation, "rad", -9, 9), new("g", ActionGroup.Gripper, "1", -9, 9)]);

    [Theory]
    [InlineData(LayerObjective.Linear, 4)]
    [InlineData(LayerObjective.Linear, 0)]
    [InlineData(LayerObjective.Tracking, 4)]
    [InlineData(LayerObjective.Tracking, 0)]
    public void Every_executed_step_keeps_its_limits_across_chunk_borders(LayerObjective objective, double smooth)
    {
        List<double[]> sent = Episode(Refiner(objective, smooth, warmStart: true), out IReadOnlyList<Refinement> chunks);
        Assert.All(chunks, c => Assert.Equal(RefinementStatus.Refined, c.Status));
        double largest = sent.Zip(sent.Skip(1), (a, b) => Math.Max(Math.Abs(b[0] - a[0]), Math.Abs(b[1] - a[1]))).Max();
        Assert.InRange(largest, 0.99 * Limit, Limit + 1e-9);
    }

    [Fact]
    public void A_warm_start_changes_no_chunk()
    {
        List<double[]> warm = Episode(Refiner(LayerObjective.Linear, 4, warmStart: true), out _);
        List<double[]> cold = Episode(Refiner(LayerObjective.Linear, 4, warmStart: false), out _);
        for (int t = 0; t < warm.Count; t++)
        {
            for (int d = 0; d < Dimensions; d++)
                Assert.Equal(cold[t][d], warm[t][d], 1e-8);
        }
    }

    [Fact]
    public void A_feasible_proposal_comes_back_as_it_is_from_fixed_cost()
    {
        using ITrajectoryRefiner refiner = new FixedCostPlugin().Create(new FixedCostOptions(), Context(Limit));
        ActionChunk calm = Normalisation.Unnormalise(new ActionChunk(Steps, Dimensions, [.. Enumerable.Range(0, Steps * Dimensions).Select(i => 0.02 * (i / Dimensions))]));
        Refinement refinement = refiner.Refine(calm, new RefinementContext(Normalisation.Unnormalise(new ActionChunk(1, Dimensions, [0, 0, 0]))));
        Assert.Equal(RefinementStatus.Refined, refinement.Status);
        Assert.InRange(refinement.LargestChange, 0, 1e-9);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-8)]
    public void Tiny_limits_are_kept_up_to_the_rounding_of_doubles_in_what_is_sent(double limit)
    {
        List<double[]> sent = Episode(Refiner(LayerObjective.Linear, 4, warmStart: true, limit: limit), out IReadOnlyList<Refinement> chunks);
        Assert.All(chunks, c => Assert.Equal(RefinementStatus.Refined, c.Status));
        // Raw values up to 30 are rounded to 4e-15, and have to be divided by their scale again.
        Assert.All(chunks, c => Assert.InRange(c.LargestViolation, 0, 4e-15));
        Assert.InRange(sent.Zip(sent.Skip(1), (a, b) => Math.Max(Math.Abs(b[0] - a[0]), Math.Abs(b[1] - a[1]))).Max(), 0.99 * limit, limit + 4e-15);
    }

    [Fact]
    public void A_feasible_proposal_is_moved_by_the_linear_objective_and_left_alone_by_tracking()
    {
        ActionChunk still = Normalisation.Unnormalise(new ActionChunk(Steps, Dimensions, [.. Enumerable.Repeat(0.5, Steps * Dimensions)]));
        var context = new RefinementContext(Normalisation.Unnormalise(new ActionChunk(1, Dimensions, [0.5, 0.5, 0.5])));
        Assert.InRange(Refiner(LayerObjective.Tracking, 0, true).Refine(still, context).LargestChange, 0, 1e-14);
        Assert.InRange(Refiner(LayerObjective.Linear, 0, true).Refine(still, context).LargestChange, 0.1, 1);
    }

    [Theory]
    [InlineData(double.NaN, "InvalidInput")]
    [InlineData(-5, "NotConvex")]
    public void A_projector_that_has_gone_wrong_makes_the_robot_brake(double diagonal, string status)
    {
        using ITrajectoryRefiner refiner = Refiner(LayerObjective.Linear, 0, true, diagonal);
        var previous = new RefinementContext(Normalisation.Unnormalise(new ActionChunk(1, Dimensions, [0.3, 0.2, 0.1])));
        Refinement refinement = refiner.Refine(Proposal(0), previous);
        Assert.Equal(RefinementStatus.FellBack, refinement.Status);
        Assert.StartsWith($"The solver ended with {status}", refinement.Reason, StringComparison.Ordinal);
        Assert.InRange(refinement.LargestViolation, 0, 1e-12);
    }

    private static List<double[]> Episode(ITrajectoryRefiner refiner, out IReadOnlyList<Refinement> chunks)
    {
        var previous = new ActionChunk(1, Dimensions, [0, 0, 0]);
        List<double[]> sent = [previous.Values];
        List<Refinement> all = [];
        for (int k = 0; k < 20; k++)
        {
            Refinement refinement = refiner.Refine(Proposal(k), new RefinementContext(Normalisation.Unnormalise(previous)) { Last = all.LastOrDefault(), ExecutedSteps = Executed, Time = k * Executed * 0.05 });
            all.Add(refinement);
            ActionChunk executed = Normalisation.Normalise(refinement.Chunk).Slice(0, Executed);
            sent.AddRange(executed.Values.Chunk(Dimensions));
            previous = executed.Slice(Executed - 1, 1);
        }
        chunks = all;
        return sent;
    }

    private static ActionChunk Proposal(int k)
    {
        float[] values = new float[Steps * Dimensions];
        new GaussianSource(7, k).Fill(values);
        return Normalisation.Unnormalise(new ActionChunk(Steps, Dimensions, [.. values.Select(v => 0.5 * v)]));
    }

    private static ITrajectoryRefiner Refiner(LayerObjective objective, double smooth, bool warmStart, double diagonal = 1.5, double limit = Limit)
    {
        const int n = Steps * Dimensions;
        IQProjector projector = Substitute.For<IQProjector>();
        projector.Steps.Returns(Steps);
        projector.Dimensions.Returns(Dimensions);
        double[] cost = [.. Enumerable.Range(0, n * n).Select(i => i / n == i % n ? diagonal : 0.02)];
        projector.WhenForAnyArgs(p => p.Project(default!, default)).Do(call => cost.CopyTo(call.Arg<Memory<double>>()));
        return new DiffOGPlugin().Create(new DiffOGRefinerOptions { WarmStart = warmStart }, Context(limit, projector, new LayerSettings(objective, smooth, [0, 1])));
    }

    private static PluginContext Context(double limit, params object[] more)
    {
        var context = new PluginContext { Action = Action, ChunkSteps = Steps, Normalisation = Normalisation, StepDuration = 0.05 };
        object[] parts = [new DifferencePlugin().Create(new DifferenceOptions { Limit = limit }, context), new InteriorPointPlugin().Create(new InteriorPointOptions(), context), .. more];
        return new PluginContext { Action = Action, ChunkSteps = Steps, Normalisation = Normalisation, StepDuration = 0.05, Parts = parts };
    }
}
