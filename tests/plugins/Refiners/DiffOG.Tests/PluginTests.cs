using System.Reflection;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Projectors;
using DiffOG.Solvers;
using DiffOG.Specs;
using NSubstitute;
using Xunit;

namespace DiffOG.Refiners.DiffOG.Tests;

public sealed class PluginTests
{
    private readonly Doubles doubles = new();

    [Fact]
    public void Diffog_is_composed_of_the_experiments_parts()
    {
        using ITrajectoryRefiner refiner = new DiffOGPlugin().Create(new DiffOGRefinerOptions(), Context(3, new LayerSettings(LayerObjective.Tracking, 0, [0])));
        doubles.Answer(QpStatus.Solved, null, 0.6, 0.7, 0.8);
        Assert.Equal(RefinementStatus.Refined, refiner.Refine(Doubles.Raw(0.6, 0.7, 0.8), new RefinementContext(Doubles.Raw(0.5))).Status);
        // Tracking: p = −Q a with Q = 2 I.
        doubles.Solver.Received(1).Solve(Arg.Is<QpProblem>(p => Math.Abs(p.P[0] + 1.2) < 1e-12), Arg.Is<QpSolution?>(w => w == null), Arg.Any<QpSolution>());
    }

    [Fact]
    public void A_projector_for_other_chunks_is_refused()
    {
        DiffOGException refused = Assert.Throws<DiffOGException>(() => new DiffOGPlugin().Create(new DiffOGRefinerOptions(), Context(5, new LayerSettings(LayerObjective.Linear, 4, [0]))));
        Assert.Equal("DOG1851: The projector is made for chunks [3, 1], but the policy proposes [5, 1]. Use a projector that was made and trained for this policy and task.", refused.Message);
    }

    [Fact]
    public void A_missing_part_is_named() =>
        Assert.StartsWith("DOG1150: A plugin asked for LayerSettings", Assert.Throws<DiffOGException>(() => new DiffOGPlugin().Create(new DiffOGRefinerOptions(), Context(3))).Message, StringComparison.Ordinal);

    [Fact]
    public void Fixed_cost_asks_no_projector_and_smooths_with_its_own_weight()
    {
        using ITrajectoryRefiner refiner = new FixedCostPlugin().Create(new FixedCostOptions { SmoothWeight = 3 }, Context(3));
        doubles.Answer(QpStatus.Solved, null, 0.6, 0.7, 0.8);
        refiner.Refine(Doubles.Raw(0.6, 0.7, 0.8), new RefinementContext(Doubles.Raw(0.5)));
        doubles.Projector.DidNotReceiveWithAnyArgs().Project(default!, default);
        doubles.Solver.Received(1).Solve(Arg.Is<QpProblem>(p => p.Q.SequenceEqual(new double[] { 4, -3, 0, -3, 7, -3, 0, -3, 4 })), Arg.Is<QpSolution?>(w => w == null), Arg.Any<QpSolution>());
    }

    [Fact]
    public void Diffog_says_that_it_needs_a_projector_and_fixed_cost_does_not()
    {
        Assert.Equal([typeof(IQProjector)], typeof(DiffOGPlugin).GetCustomAttribute<PluginAttribute>()!.Needs);
        Assert.Empty(typeof(FixedCostPlugin).GetCustomAttribute<PluginAttribute>()!.Needs);
    }

    private PluginContext Context(int steps, params object[] more) => new()
    {
        ChunkSteps = steps,
        StepDuration = 0.02,
        Normalisation = Doubles.Normalisation,
        Action = new ActionSpec(ActionMode.Relative, [new("x", ActionGroup.Translation, "m", -1, 1)]),
        Parts = [doubles.Projector, doubles.Constraints, doubles.Solver, .. more],
    };
}
