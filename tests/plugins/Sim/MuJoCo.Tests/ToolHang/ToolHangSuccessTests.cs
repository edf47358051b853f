using DiffOG.Simulation.MuJoCo.Geometry;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.ToolHang;

public sealed class ToolHangSuccessTests(ToolHangScene scene) : IClassFixture<ToolHangScene>
{
    // The tip stands 4.5 cm beside the middle of the plate, so that 2.18 cm above it are the limit.
    private const double TipLimit = 0.02179;
    private static readonly Pose Assembled = ToolHangScene.FrameWithTipAt(ToolHangScene.TubeFoot + new Vector3D(0, 0, 0.006));

    [Theory]
    [InlineData(TipLimit - 0.0002, true)]
    [InlineData(TipLimit + 0.0002, false)]
    public void The_frame_is_assembled_when_its_tip_is_five_centimetres_from_the_plates_middle(double height, bool assembled)
    {
        scene.Put(stand: Stand(0), frame: ToolHangScene.FrameWithTipAt(ToolHangScene.TubeFoot + new Vector3D(0, 0, height)));
        Assert.Equal(assembled, scene.Task.Success.FrameAssembled);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0.0054, 0, true)]
    [InlineData(0.0056, 0, false)]
    [InlineData(-0.0056, 0, false)]
    [InlineData(0, -0.0054, true)]
    [InlineData(0, -0.0056, false)]
    [InlineData(0, -0.02, false)]
    public void The_frame_is_assembled_between_the_walls_alone(double x, double y, bool assembled)
    {
        scene.Put(stand: Stand(0), frame: Assembled with { Position = Assembled.Position + new Vector3D(x, y, 0) });
        Assert.Equal(assembled, scene.Task.Success.FrameAssembled);
    }

    [Theory]
    [InlineData(9.9, true)]
    [InlineData(10.1, false)]
    public void The_stand_must_not_tilt_by_ten_degrees(double degrees, bool assembled)
    {
        Pose upright = Stand(0), tilted = Stand(degrees * Math.PI / 180);
        Pose within = upright.Relative(Assembled);
        scene.Put(stand: tilted, frame: new Pose(tilted.ToWorld(within.Position), tilted.Orientation * within.Orientation));
        Assert.Equal(assembled, scene.Task.Success.FrameAssembled);
    }

    [Theory]
    [InlineData(0.5, 0.0062, true)]
    [InlineData(0.5, 0.0067, true)]
    [InlineData(0.5, 0.0068, false)]
    [InlineData(0.049, 0.0062, false)]
    [InlineData(0.051, 0.0062, true)]
    [InlineData(0.999, 0.0062, true)]
    [InlineData(1.001, 0.0062, false)]
    public void The_tool_hangs_when_its_hole_is_around_the_arm(double part, double below, bool hangs)
    {
        scene.Put(frame: Assembled, tool: ToolHangScene.ToolAround(Assembled, part, below));
        Assert.Equal(hangs, scene.Task.Success.ToolOnFrame);
    }

    [Fact]
    public void The_tool_does_not_hang_when_its_ring_touches_nothing()
    {
        scene.Put(frame: Assembled, tool: ToolHangScene.ToolAround(Assembled, 0.5, 0.003));
        Assert.False(scene.Task.Success.ToolOnFrame);
    }

    [Fact]
    public void The_tool_does_not_hang_when_its_ring_lies_along_the_arm()
    {
        scene.Put(frame: Assembled, tool: ToolHangScene.ToolAround(Assembled, 0.5, -0.004, pitch: 0));
        Assert.False(scene.Task.Success.ToolOnFrame);
    }

    [Theory]
    [InlineData(0.029, false)]
    [InlineData(0.06, true)]
    public void The_tool_does_not_hang_while_a_pad_touches_it(double opening, bool hangs)
    {
        scene.Put();
        // The whole hook is put to where the fingers hold the tool by its grip.
        Pose hand = scene.Task.Arm.Grip;
        Pose tool = new(hand.Position, hand.Orientation * QuaternionD.About(new Vector3D(1, 0, 0), Math.PI));
        Pose frame = ToolHangScene.FrameWithTipAt(default), lying = ToolHangScene.ToolAround(frame, 0.5, 0.0062);
        Pose within = lying.Relative(frame);
        scene.Put(frame: new Pose(tool.ToWorld(within.Position), tool.Orientation * within.Orientation), tool: tool, opening: opening);
        Assert.Equal(hangs, scene.Task.Success.ToolOnFrame);
    }

    [Fact]
    public void Only_both_together_are_a_success()
    {
        foreach ((double height, double below, bool success) in new[] { (0.006, 0.0062, true), (0.1, 0.0062, false), (0.006, 0.05, false) })
        {
            Pose frame = ToolHangScene.FrameWithTipAt(ToolHangScene.TubeFoot + new Vector3D(0, 0, height));
            scene.Put(stand: Stand(0), frame: frame, tool: ToolHangScene.ToolAround(frame, 0.3, below));
            Assert.Equal((success, success ? 1.0 : 0.0), (scene.Task.Judge().Success, scene.Task.Judge().Score));
        }
    }

    private static Pose Stand(double tilt) => new(new Vector3D(-0.08, 0, 0.881), QuaternionD.About(new Vector3D(1, 0, 0), tilt));
}
