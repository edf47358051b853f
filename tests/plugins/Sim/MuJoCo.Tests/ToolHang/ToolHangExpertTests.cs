using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.ToolHang;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.ToolHang;

public sealed class ToolHangExpertTests
{
    private const int Seeds = 4, After = 40;
    private static readonly Lazy<List<Episode>> Episodes = new(() => [.. Enumerable.Range(0, Seeds).Select(seed => Play(seed))]);

    [Fact]
    public void The_expert_assembles_and_hangs_and_keeps_it_so()
    {
        Assert.All(Episodes.Value, e => Assert.True(e.FirstSuccess is > 300 and < 650, $"Seed {e.Seed}: {e.FirstSuccess}"));
        Assert.All(Episodes.Value, e => Assert.True(e.AtTheEnd, $"Seed {e.Seed} lost it."));
    }

    [Fact]
    public void Its_commands_jerk_now_and_then_like_a_persons()
    {
        List<double> changes = [.. Episodes.Value.SelectMany(e => e.Changes)];
        Assert.InRange(changes.Count(c => c > 0.1) / (double)changes.Count, 0.02, 0.4);
    }

    [Fact]
    public void A_dropped_tool_is_taken_up_again()
    {
        using ISimulator world = Create(new ToolHangOptions());
        double toolHeight = world.Reset(0).Observation.Values[30];
        IDemonstrator expert = world.CreateDemonstrator(0)!;
        (int dropped, bool success) = (0, false);
        for (int i = 0; i < world.Spec.MaxSteps && !success; i++)
        {
            double[] action = expert.Act();
            if (toolHeight > 0.85 && dropped < 12)
                (action[6], dropped) = (-1, dropped + 1);
            TimeStep now = world.Step(action);
            (toolHeight, success) = (now.Observation.Values[30], now.Success);
        }
        Assert.Equal((12, true), (dropped, success));
    }

    [Fact]
    public void Seeds_differ_in_pace() => Assert.True(Episodes.Value.Select(e => e.FirstSuccess).Distinct().Count() > 1);

    [Fact]
    public void Without_noise_it_moves_evenly_and_with_other_seeds_differently()
    {
        using ISimulator even = Create(new ToolHangOptions { ExpertNoise = 0 });
        even.Reset(1);
        Assert.Equal(even.CreateDemonstrator(1)!.Act(), even.CreateDemonstrator(2)!.Act());
        using ISimulator noisy = Create(new ToolHangOptions());
        noisy.Reset(1);
        Assert.NotEqual(noisy.CreateDemonstrator(1)!.Act(), noisy.CreateDemonstrator(2)!.Act());
    }

    // The largest change of a motion dimension from step to step, with a standing start.
    private static Episode Play(int seed)
    {
        using ISimulator world = Create(new ToolHangOptions());
        world.Reset(seed);
        IDemonstrator expert = world.CreateDemonstrator(seed)!;
        double[] last = new double[7];
        List<double> changes = [];
        int? first = null;
        bool success = false;
        for (int i = 0; i < world.Spec.MaxSteps && i < (first ?? int.MaxValue - After) + After; i++)
        {
            double[] action = expert.Act();
            changes.Add(Enumerable.Range(0, 6).Max(d => Math.Abs(action[d] - last[d])));
            last = action;
            success = world.Step(action).Success;
            first ??= success ? i + 1 : null;
        }
        return new Episode(seed, first, success, changes);
    }

    private static ISimulator Create(ToolHangOptions options)
    {
        Needs.MuJoCo();
        return new ToolHangPlugin().Create(options, new PluginContext());
    }

    private sealed record Episode(int Seed, int? FirstSuccess, bool AtTheEnd, List<double> Changes);
}
