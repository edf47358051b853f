using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;

/// <summary>Something with a rim that stands on the desk, and whether it is at rest.</summary>
/// <param name="data">The world.</param>
/// <param name="name">Of its body and its free joint.</param>
/// <param name="radius">Of the middle of its wall [m].</param>
/// <param name="height">[m].</param>
internal sealed class DeskObject(MjData data, string name, double radius, double height)
{
    private const double Upright = 15 * Math.PI / 180, StillSpeed = 0.02, ReleaseDistance = 0.02, Wall = 0.005, HeightSlack = 0.003;
    private const int StillSteps = 10;
    private readonly int body = data.Model.Id(MjObject.Body, name), dof = data.Model.DofAddress(name);

    /// <summary>Where its joint's positions begin in qpos.</summary>
    public int Qpos { get; } = data.Model.QposAddress(name);

    /// <summary>The radius of the middle of its wall [m].</summary>
    public double Radius => radius;

    /// <summary>The height of its rim [m].</summary>
    public double Height => height;

    /// <summary>For how many control steps it has been at rest.</summary>
    public int Still { get; set; }

    /// <summary>The middle of its foot; a mug's first axis points to its handle.</summary>
    public Pose Pose => new(new Vector3D(data.Xpos(body)), new QuaternionD(data.Xquat(body)));

    /// <summary>Called after each control step.</summary>
    public void Look() => Still = new Vector3D(data.Qvel.Slice(dof, 3)).Length < StillSpeed ? Still + 1 : 0;

    /// <summary>Whether it stands somewhere, upright, at rest and released.</summary>
    /// <param name="place">Where, and at which height [m].</param>
    /// <param name="within">The largest distance of its middle from there [m].</param>
    /// <param name="arms">That could hold it.</param>
    public bool StandsAt(Vector3D place, double within, IReadOnlyList<ViperArm> arms)
    {
        Pose pose = Pose;
        bool there = (pose.Position - place).HorizontalLength <= within && Math.Abs(pose.Position.Z - place.Z) < HeightSlack;
        return there && Still >= StillSteps && pose.Orientation.Turn(Vector3D.Up).Z > Math.Cos(Upright) && IsReleased(pose, arms);
    }

    private bool IsReleased(Pose pose, IReadOnlyList<ViperArm> arms)
    {
        for (int a = 0; a < arms.Count; a++)
        {
            if (IsNear(pose, arms[a].LeftPad) || IsNear(pose, arms[a].RightPad))
                return false;
        }
        return true;
    }

    private bool IsNear(Pose pose, int pad)
    {
        Vector3D local = pose.ToLocal(new Vector3D(data.GeomPosition(pad)));
        double above = Math.Max(0, local.Z - height), aside = Math.Max(0, local.HorizontalLength - radius - Wall);
        return Math.Sqrt((above * above) + (aside * aside)) < ReleaseDistance;
    }
}
