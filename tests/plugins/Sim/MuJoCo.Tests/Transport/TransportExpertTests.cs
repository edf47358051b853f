using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Transport;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Transport;

public sealed class TransportExpertTests
{
    private const int Rest = 20, FirstHand = 41, SecondHand = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void The_expert_brings_both_where_they_belong_and_its_hands_never_touch(int seed)
    {
        using ISimulator transport = Simulator();
        transport.Reset(seed);
        IDemonstrator expert = transport.CreateDemonstrator(seed)!;
        int steps = 0, since = 0;
        double nearest = double.PositiveInfinity;
        while (since < Rest && steps++ < transport.Spec.MaxSteps)
        {
            double[] action = expert.Act();
            Assert.All(action, a => Assert.InRange(a, -1, 1));
            TimeStep now = transport.Step(action);
            since = now.Success ? since + 1 : 0;
            nearest = Math.Min(nearest, DistanceOfHands(now.Observation.Values));
        }
        Assert.InRange(steps, 300, transport.Spec.MaxSteps - 1);
        // Wrists of 4.5 cm radius stand upright beside each other while the hammer changes hands.
        Assert.InRange(nearest, 0.092, 0.13);
    }

    [Fact]
    public void Seeds_differ_and_without_noise_they_do_not()
    {
        Assert.NotEqual(Begin(new TransportOptions(), 1), Begin(new TransportOptions(), 2));
        Assert.Equal(Begin(new TransportOptions { ExpertNoise = 0 }, 1), Begin(new TransportOptions { ExpertNoise = 0 }, 2));
    }

    private static double DistanceOfHands(double[] seen) =>
        Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(seen[FirstHand + i] - seen[SecondHand + i], 2)));

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
