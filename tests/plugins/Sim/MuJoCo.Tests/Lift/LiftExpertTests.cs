using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Lift;

public sealed class LiftExpertTests
{
    private const int Seeds = 10, Steps = 85;
    private static readonly Lazy<List<Episode>> Free = new(() => Play(limit: double.PositiveInfinity));

    [Fact]
    public void The_expert_lifts_and_keeps_the_cube_up()
    {
        List<Episode> episodes = Free.Value;
        Assert.All(episodes, e => Assert.True(e.FirstSuccess is > 30 and < 80, $"Seed {e.Seed}: {e.FirstSuccess}"));
        Assert.All(episodes, e => Assert.True(e.UpAtTheEnd, $"Seed {e.Seed} dropped it."));
    }

    [Fact]
    public void Its_commands_jerk_now_and_then_like_a_persons()
    {
        List<double> changes = [.. Free.Value.SelectMany(e => e.Changes)];
        Assert.InRange(changes.Count(c => c > 0.1) / (double)changes.Count, 0.02, 0.4);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.05)]
    public void It_still_lifts_when_its_changes_are_clipped(double limit) =>
        Assert.All(Play(limit), e => Assert.True(e.UpAtTheEnd, $"Seed {e.Seed} under {limit}."));

    [Fact]
    public void Without_noise_it_moves_evenly_and_with_other_seeds_differently()
    {
        using ISimulator lift = Create(new LiftOptions { ExpertNoise = 0 });
        lift.Reset(1);
        Assert.Equal(lift.CreateDemonstrator(1)!.Act(), lift.CreateDemonstrator(2)!.Act());
        using ISimulator noisy = Create(new LiftOptions());
        noisy.Reset(1);
        Assert.NotEqual(noisy.CreateDemonstrator(1)!.Act(), noisy.CreateDemonstrator(2)!.Act());
    }

    private static List<Episode> Play(double limit)
    {
        using ISimulator lift = Create(new LiftOptions());
        return [.. Enumerable.Range(0, Seeds).Select(seed => Play(lift, seed, limit))];
    }

    // The largest change of a motion dimension from step to step, with a standing start.
    private static Episode Play(ISimulator lift, int seed, double limit)
    {
        lift.Reset(seed);
        IDemonstrator expert = lift.CreateDemonstrator(seed)!;
        double[] last = new double[7];
        List<double> changes = [];
        int? first = null;
        bool up = false;
        for (int i = 0; i < Steps; i++)
        {
            double[] action = expert.Act();
            for (int d = 0; d < 6; d++)
                action[d] = Math.Clamp(action[d], last[d] - limit, last[d] + limit);
            changes.Add(Enumerable.Range(0, 6).Max(d => Math.Abs(action[d] - last[d])));
            last = action;
            up = lift.Step(action).Success;
            first ??= up ? i + 1 : null;
        }
        return new Episode(seed, first, up, changes);
    }

    private static ISimulator Create(LiftOptions options)
    {
        Needs.MuJoCo();
        return new LiftPlugin().Create(options, new PluginContext());
    }

    private sealed record Episode(int Seed, int? FirstSuccess, bool UpAtTheEnd, List<double> Changes);
}
