using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Refiners.Baselines.Tests;

/// <summary>What all baselines do with proposals and contexts that cannot be used.</summary>
public sealed class FallbackTests
{
    public static TheoryData<string> Ids => ["none", "clip", "penalty"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_proposal_that_is_not_finite_brakes_within_the_limits(string id)
    {
        using ITrajectoryRefiner refiner = Refiner(id, Setting.Context(Setting.Constraints(new() { Lower = 0.05, Upper = 0.1 })));
        var proposed = new ActionChunk(Setting.Steps, 3, new double[Setting.Steps * 3]);
        proposed.Values[4] = double.NaN;

        Refinement refinement = refiner.Refine(proposed, Setting.Standstill);

        Assert.Equal(RefinementStatus.FellBack, refinement.Status);
        Assert.Equal("The proposed chunk holds values that are not finite.", refinement.Reason);
        Assert.InRange(refinement.LargestViolation, 0, 1e-12);
        double[] sent = Setting.Normalised(refinement.Chunk);
        Assert.Equal(0.05, sent[3] - sent[0], 12);
        Assert.Equal(sent[2], sent[5], 12);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Shapes_that_do_not_fit_are_refused(string id)
    {
        using ITrajectoryRefiner refiner = Refiner(id, Setting.Context());

        ArgumentException error = Assert.Throws<ArgumentException>(() => refiner.Refine(new ActionChunk(2, 3, new double[6]), Setting.Standstill));
        Assert.StartsWith("The refiner takes chunks [6, 3]; found [2, 3].", error.Message, StringComparison.Ordinal);
        var still = new ActionChunk(Setting.Steps, 3, new double[Setting.Steps * 3]);
        Assert.Throws<ArgumentException>(() => refiner.Refine(still, new RefinementContext(new ActionChunk(1, 2, [0, 0]))));
        Assert.Throws<ArgumentException>(() => refiner.Refine(still, new RefinementContext(new ActionChunk(1, 3, [0, double.NaN, 0]))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_missing_part_is_named(string id) =>
        Assert.Equal("DOG1150", Assert.Throws<DiffOGException>(() => Refiner(id, new PluginContext { Action = Setting.Action })).Id);

    private static ITrajectoryRefiner Refiner(string id, PluginContext context)
    {
        IPluginFactory plugin = id switch { "none" => new NonePlugin(), "clip" => new ClipPlugin(), _ => new PenaltyPlugin() };
        return (ITrajectoryRefiner)plugin.Create(Activator.CreateInstance(plugin.Options)!, context);
    }
}
