using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>When the frame counts as assembled and the tool as hung, as in robosuite 1.2.</summary>
internal sealed class ToolHangSuccess
{
    // 10 degrees; [m]; the hole's radius less half the arm's thickness; parts of the arm's length.
    private const double LargestTilt = Math.PI / 18, InsertionDistance = 0.05, HoleDistance = 0.0105 - 0.00375, LeastInsertion = 0.05;
    private const int RingBoxes = 8;
    private readonly MjData data;
    private readonly ToolHangParts parts;
    private readonly PandaArm arm;
    private readonly int frameArm, firstOfTool, lastOfTool;
    private readonly int[] ring = new int[RingBoxes];

    /// <summary>Takes hold of a world.</summary>
    public ToolHangSuccess(MjData data, ToolHangParts parts, PandaArm arm)
    {
        (this.data, this.parts, this.arm) = (data, parts, arm);
        MjModel model = data.Model;
        frameArm = model.Id(MjObject.Geom, "frame_arm");
        (firstOfTool, lastOfTool) = (model.Id(MjObject.Geom, "tool_handle"), model.Id(MjObject.Geom, "hole2_7"));
        for (int i = 0; i < RingBoxes; i++)
            ring[i] = model.Id(MjObject.Geom, $"hole1_{i}");
    }

    /// <summary>The stand is upright, the rod's tip near its plate, and the rod's line between opposite walls of the tube.</summary>
    public bool FrameAssembled => StandIsUpright && (parts.Tip - parts.Base.Position).Length < InsertionDistance && RodIsBetweenWalls;

    /// <summary>No pad touches the tool, and its hole lies around the frame's arm and touches it.</summary>
    public bool ToolOnFrame => HoleIsAroundArm && RingTouchesArm && !PadTouchesTool;

    private bool StandIsUpright
    {
        get
        {
            Vector3D shaft = (parts.StandMount - parts.Base.Position).Normalised;
            return Math.Acos(Math.Clamp(shaft.Z, -1, 1)) < LargestTilt;
        }
    }

    private bool RodIsBetweenWalls
    {
        get
        {
            Vector3D mount = parts.Mount, rod = (parts.Corner.Position - mount).Normalised;
            return Opposite(parts.Wall(0) - mount, parts.Wall(2) - mount, rod) && Opposite(parts.Wall(1) - mount, parts.Wall(3) - mount, rod);
        }
    }

    private bool HoleIsAroundArm
    {
        get
        {
            Vector3D end = parts.Hang, whole = parts.Corner.Position - end, line = whole.Normalised, hole = parts.Hole - end;
            double along = hole.Dot(line), part = along / whole.Length;
            return (hole - (along * line)).Length < HoleDistance && Opposite(parts.RingFar - end, parts.RingNear - end, line)
                && part > LeastInsertion && part < 1;
        }
    }

    private bool RingTouchesArm
    {
        get
        {
            for (int i = 0; i < RingBoxes; i++)
            {
                if (data.Contacts.Touch(ring[i], frameArm))
                    return true;
            }
            return false;
        }
    }

    private bool PadTouchesTool
    {
        get
        {
            for (int i = 0; i < data.Contacts.Count; i++)
            {
                (int first, int second) = data.Contacts.Geoms(i);
                if ((IsPad(first) && IsTool(second)) || (IsPad(second) && IsTool(first)))
                    return true;
            }
            return false;
        }
    }

    private bool IsPad(int geom) => geom == arm.LeftPad || geom == arm.RightPad;

    // The geoms of a body have consecutive numbers.
    private bool IsTool(int geom) => geom >= firstOfTool && geom <= lastOfTool;

    // On opposite sides of a line through the origin: their turns about it go in opposite directions.
    private static bool Opposite(Vector3D a, Vector3D b, Vector3D line) => a.Cross(line).Dot(b.Cross(line)) < 0;
}
