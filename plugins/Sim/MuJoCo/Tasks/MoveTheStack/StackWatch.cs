using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;

/// <summary>Watches an episode of Move the Stack: was the glass lifted, is all at rest, was the tile's edge hit.</summary>
internal sealed class StackWatch
{
    private const double Fallen = 30 * Math.PI / 180, Upright = 10 * Math.PI / 180, LiftedHeight = 0.012;
    private const double TileReach = 0.04, FootSlack = 0.003, SpoonSlack = 0.01, ReleaseDistance = 0.02, PadThickness = 0.003;
    private const double StillSpeed = 0.02, EdgeImpulse = 0.02, Steep = 0.7;
    private const int StillSteps = 10;

    private readonly MoveTheStackTask task;
    private readonly MjData data;
    private readonly int glassDof, spoonDof, glassBody, spoonBody, tileGeom;
    private readonly int[] bodies;
    private bool lifted;
    private int still;
    private double edge;

    /// <summary>Watches a world.</summary>
    public unsafe StackWatch(MoveTheStackTask task, MjData data)
    {
        (this.task, this.data) = (task, data);
        MjModel model = data.Model;
        (glassDof, spoonDof) = (model.DofAddress("glass"), model.DofAddress("spoon"));
        (glassBody, spoonBody, tileGeom) = (model.Id(MjObject.Body, "glass"), model.Id(MjObject.Body, "spoon"), model.Id(MjObject.Geom, "tile"));
        bodies = new Span<int>(model.Members.Array<int>("geom_bodyid"), model.Size("ngeom")).ToArray();
    }

    /// <summary>The length of what is remembered within an episode.</summary>
    public static int MemorySize => 3;

    /// <summary>How far the episode has come.</summary>
    public StackLevel Level
    {
        get
        {
            Pose glass = task.Glass;
            if (Tilt(glass) > Fallen)
                return StackLevel.KnockedOver;
            if (!lifted)
                return StackLevel.Missed;
            if (!SpoonIsOn(glass) || !IsPutDown(glass))
                return StackLevel.SpoonFallen;
            if (!IsOnTile(glass))
                return StackLevel.Misplaced;
            return edge > EdgeImpulse ? StackLevel.Collided : StackLevel.Clean;
        }
    }

    /// <summary>The beginning of an episode.</summary>
    public void Begin() => (lifted, still, edge) = (false, 0, 0);

    /// <summary>Called after each physics step, while forces belong to contacts.</summary>
    public void Feel()
    {
        // Far from the tile there is nothing to feel.
        if (new Vector3D(data.Xpos(glassBody)) is var foot && (foot - task.Tile.Position).Length > 0.12)
            return;
        Span<double> force = stackalloc double[6];
        for (int c = 0; c < data.Contacts.Count; c++)
        {
            (int first, int second) = data.Contacts.Geoms(c);
            bool touches = (first == tileGeom && bodies[second] == glassBody) || (second == tileGeom && bodies[first] == glassBody);
            if (!touches || Math.Abs(data.Contacts.Normal(c)[2]) > Steep)
                continue;
            data.Contacts.Force(c, force);
            edge += force[0] * data.Model.Timestep;
        }
    }

    /// <summary>Called after each control step.</summary>
    public void Look()
    {
        Pose glass = task.Glass;
        lifted |= glass.Position.Z > LiftedHeight && Tilt(glass) < Fallen;
        still = Speed(glassDof) < StillSpeed && Speed(spoonDof) < StillSpeed ? still + 1 : 0;
    }

    /// <summary>Writes what is remembered.</summary>
    public void Save(Span<double> target) => (target[0], target[1], target[2]) = (lifted ? 1 : 0, still, edge);

    /// <summary>Takes back what was remembered.</summary>
    public void Restore(ReadOnlySpan<double> source) => (lifted, still, edge) = (source[0] > 0, (int)source[1], source[2]);

    private bool IsPutDown(Pose glass) => still >= StillSteps && Tilt(glass) < Upright && IsReleased(task.Arm.LeftPad, glass) && IsReleased(task.Arm.RightPad, glass);

    private bool IsOnTile(Pose glass)
    {
        Vector3D local = task.Tile.ToLocal(glass.Position);
        return Math.Abs(local.X) <= TileReach && Math.Abs(local.Y) <= TileReach && Math.Abs(glass.Position.Z - MoveTheStackTask.TileTop) < FootSlack;
    }

    private bool IsReleased(int pad, Pose glass)
    {
        Vector3D local = glass.ToLocal(new Vector3D(data.GeomPosition(pad)));
        double above = local.Z - Math.Clamp(local.Z, 0, MoveTheStackTask.RimHeight);
        double aside = Math.Max(0, local.HorizontalLength - MoveTheStackTask.Radius);
        return Math.Sqrt((above * above) + (aside * aside)) - PadThickness > ReleaseDistance;
    }

    // Touching nothing but the glass, and not sunk into it.
    private bool SpoonIsOn(Pose glass)
    {
        if (task.Spoon.Position.Z < glass.ToWorld(new Vector3D(0, 0, MoveTheStackTask.RimHeight)).Z - SpoonSlack)
            return false;
        bool touches = false;
        for (int c = 0; c < data.Contacts.Count; c++)
        {
            (int first, int second) = data.Contacts.Geoms(c);
            if (bodies[first] != spoonBody && bodies[second] != spoonBody)
                continue;
            int other = bodies[first] == spoonBody ? bodies[second] : bodies[first];
            if (other != glassBody)
                return false;
            touches = true;
        }
        return touches;
    }

    private double Speed(int dof) => new Vector3D(data.Qvel.Slice(dof, 3)).Length;

    private static double Tilt(Pose glass) => Math.Acos(Math.Clamp(glass.Orientation.Turn(Vector3D.Up).Z, -1, 1));
}
