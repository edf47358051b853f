using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Transport;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Transport;

public sealed class TransportExpertTests
{
    private const int Rest = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void The_expert_brings_both_where_they_belong_and_leaves_them_there(int seed)
    {
        using ISimulator transport = Simulator();
        transport.Reset(seed);
        IDemonstrator expert = transport.CreateDemonstrator(seed)!;
        int steps = 0, since = 0;
        while (since < Rest && steps++ < transport.Spec.MaxSteps)
            since = transport.Step(expert.Act()).Success ? since + 1 : 0;
        Assert.InRange(steps, 300, transport.Spec.MaxSteps - 1);
    }

    [Fact]
    public void Its_arms_stay_within_reach_of_a_person_and_apart()
    {
        Needs.MuJoCo();
        using ISimulator transport = Simulator();
        transport.Reset(2);
        IDemonstrator expert = transport.CreateDemonstrator(2)!;
        for (int i = 0; i < 120; i++)
        {
            double[] action = expert.Act();
            Assert.All(action, a => Assert.InRange(a, -1, 1));
            double[] seen = transport.Step(action).Observation.Values;
            Assert.True(seen[51] - seen[42] > 0.3, $"Step {i}: the hands are too near each other while they do different things.");
        }
    }

    [Fact]
    public void Seeds_differ_and_without_noise_they_do_not()
    {
        Assert.NotEqual(Begin(new TransportOptions(), 1), Begin(new TransportOptions(), 2));
        Assert.Equal(Begin(new TransportOptions { ExpertNoise = 0 }, 1), Begin(new TransportOptions { ExpertNoise = 0 }, 2));
    }

    private static double[] Begin(TransportOptions options, long seed)
    {
        Needs.MuJoCo();
        using ISimulator transport = new TransportPlugin().Create(options, new PluginContext());
        transport.Reset(4);
        return transport.CreateDemonstrator(seed)!.Act();
    }

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new TransportPlugin().Create(new TransportOptions(), new PluginContext());
    }
}
