using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

namespace DiffOG.Simulation.MuJoCo.Tests.ToolHang;

/// <summary>The task with its parts put where a test wants them; nothing moves.</summary>
public sealed class ToolHangScene : IDisposable
{
    /// <summary>The frame upright, its hook towards −y.</summary>
    internal static readonly QuaternionD Upright = QuaternionD.FromAxes(new Vector3D(-1, 0, 0), Vector3D.Up);

    private static readonly Vector3D Tip = new(0.04375, 0, -0.13445), Corner = new(0.04375, 0, 0.08625), Hang = new(-0.0475, 0, 0.08625), Hole = new(-0.093533, 0, 0);

    private readonly Lazy<ToolHangTask> task = new(() => new ToolHangTask(Needs.MuJoCo(), new ToolHangOptions()));

    internal ToolHangTask Task => task.Value;

    internal MjModel Model => Task.Physics.Model;

    /// <summary>Where the middle of the tube is on the table [m].</summary>
    internal static Vector3D TubeFoot => new(-0.08, 0.045, 0.806);

    /// <summary>The frame upright with its tip somewhere.</summary>
    internal static Pose FrameWithTipAt(Vector3D tip) => new(tip - Upright.Turn(Tip), Upright);

    /// <summary>The tool with its hole somewhere about the frame's arm.</summary>
    /// <param name="frame">Anywhere.</param>
    /// <param name="part">Of the arm's length, from its end.</param>
    /// <param name="below">The arm's middle line [m].</param>
    /// <param name="pitch">How far the handle points down from outward [rad].</param>
    internal static Pose ToolAround(Pose frame, double part, double below, double pitch = Math.PI / 2)
    {
        Vector3D outward = frame.Orientation.Turn(new Vector3D(-1, 0, 0)), up = frame.Orientation.Turn(Vector3D.Up);
        Vector3D handle = (Math.Cos(pitch) * outward) - (Math.Sin(pitch) * up), normal = (Math.Cos(pitch) * up) + (Math.Sin(pitch) * outward);
        QuaternionD turn = QuaternionD.FromAxes(normal.Cross(handle), normal);
        Vector3D hole = frame.ToWorld(Hang + (part * (Corner - Hang))) - (below * up);
        return new Pose(hole - turn.Turn(Hole), turn);
    }

    /// <summary>Puts parts at poses; what is not named lies where seed 1 puts it.</summary>
    internal void Put(Pose? stand = null, Pose? frame = null, Pose? tool = null, double? opening = null) => Task.Physics.Reset(() =>
    {
        Task.Initialise(1);
        Place("stand", stand);
        Place("frame", frame);
        Place("tool", tool);
        if (opening is { } wide)
            (Task.Physics.Data.Qpos[Model.QposAddress("robot0_finger_joint1")], Task.Physics.Data.Qpos[Model.QposAddress("robot0_finger_joint2")]) = (wide / 2, -wide / 2);
    });

    public void Dispose()
    {
        if (task.IsValueCreated)
            task.Value.Dispose();
    }

    private void Place(string joint, Pose? pose)
    {
        if (pose is not { } place)
            return;
        Span<double> qpos = Task.Physics.Data.Qpos[Model.QposAddress(joint)..];
        place.Position.CopyTo(qpos);
        place.Orientation.CopyTo(qpos[3..]);
    }
}
