using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Lift;

public sealed class LiftBatchTests
{
    [Fact]
    public void Worlds_side_by_side_go_the_same_way_to_the_bit_with_one_two_and_five_threads()
    {
        Needs.MuJoCo();
        double[] once = Play(1);
        Assert.Equal(once, Play(2));
        Assert.Equal(once, Play(5));
    }

    private static double[] Play(int threads)
    {
        using SimulatorBatch batch = new([.. Enumerable.Range(0, 5).Select(_ => new LiftPlugin().Create(new LiftOptions(), new PluginContext()))], threads);
        batch.Reset(new long[] { 1, 2, 3, 4, 5 });
        for (int step = 0; step < 8; step++)
            batch.Step(Enumerable.Range(0, 35).Select(i => Math.Sin(step + (2 * i))).ToArray());
        return [.. batch.Observations.Span, .. Enumerable.Range(0, 5).SelectMany(lane => batch[lane].SaveState().Values)];
    }
}
