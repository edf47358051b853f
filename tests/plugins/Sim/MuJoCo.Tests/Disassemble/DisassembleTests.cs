using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.Disassemble;
using DiffOG.Simulation.MuJoCo.Tests.Sawyer;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Disassemble;

public sealed class DisassembleTests
{
    [Fact]
    public void Ring_and_peg_start_within_their_range_and_the_hand_near_the_arm()
    {
        using ISimulator world = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 200).Select(seed => world.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.InRange(s[4] - 0.13, 0, 0.1));
        Assert.All(starts, s => Assert.InRange(s[5], 0.6, 0.75));
        Assert.All(starts, s => Assert.InRange(s[6], 0.025 - 1e-9, 0.02501));
        Assert.All(starts, s => Assert.Equal(0, (new Vector3D(0, 0.4, 0.2) - new Vector3D(s)).Length, 2e-3));
        // The goal is straight over the ring's middle, from which the handle is 13 cm away along x.
        Assert.All(starts, s => Assert.Equal(0, (new Vector3D(s.AsSpan(36)) - new Vector3D(s.AsSpan(4)) - new Vector3D(-0.13, 0, 0.15)).Length, 1e-9));
        // Places far from the unused ones are drawn more often, as in the original: the mean is right of the middle.
        Assert.InRange(starts.Average(s => s[4] - 0.13), 0.05, 0.07);
    }

    [Fact]
    public void The_frame_holds_the_handle_and_the_rings_quaternion_with_the_scalar_part_first()
    {
        using DisassembleTask task = Task();
        task.Physics.Reset(() => task.Initialise(3));
        task.Begin();
        double[] seen = new double[39];
        task.Observe(seen);
        Assert.Equal(task.Handle, new Vector3D(seen.AsSpan(4)));
        Assert.Equal(Math.Sqrt(0.5), seen[7], 1e-9);
        Assert.Equal([0, 0], seen[8..10]);
        Assert.Equal(Math.Sqrt(0.5), seen[10], 1e-9);
        Assert.Equal(new double[7], seen[11..18]);
    }

    [Theory]
    [InlineData(0.1501, true)]
    [InlineData(0.1499, false)]
    public void The_task_is_fulfilled_when_the_handle_has_risen_by_fifteen_centimetres(double rise, bool success)
    {
        using DisassembleTask task = Task();
        task.Physics.Reset(() =>
        {
            task.Initialise(3);
            task.Physics.Data.Qpos[task.Physics.Model.QposAddress("nut") + 2] += rise;
        });
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void The_ring_lies_around_the_peg_and_cannot_leave_it_sideways()
    {
        using DisassembleTask task = Task();
        task.Physics.Reset(() => task.Initialise(3));
        int nut = task.Physics.Model.DofAddress("nut");
        Vector3D peg = task.Goal;
        for (int i = 0; i < 80; i++)
        {
            task.Physics.Data.Qvel[nut] += 0.05;
            task.Physics.Advance(task.Substep);
        }
        Vector3D middle = new(task.Physics.Data.Xpos(task.Physics.Model.Id(MjObject.Body, "nut")));
        // 2.9 cm inside, 2 cm of peg.
        Assert.InRange((middle - peg).HorizontalLength, 0.005, 0.012);
        Assert.Equal(0.019, middle.Z, 0.002);
    }

    [Fact]
    public void The_expert_lifts_the_ring_off_the_peg_and_holds_it()
    {
        using ISimulator world = Simulator();
        Expert.Episode[] played = [.. Enumerable.Range(0, 5).Select(seed => Expert.Play(world, seed))];
        Assert.All(played, e => Assert.True(e is { Succeeded: > 80, Kept: true }, $"{e.Succeeded}, {e.Kept}"));
        Assert.NotEqual(played[0].Actions[20], played[1].Actions[20]);
    }

    private static DisassembleTask Task() => new(Needs.MuJoCo(), new DisassembleOptions());

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new DisassemblePlugin().Create(new DisassembleOptions(), new());
    }
}
