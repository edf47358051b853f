namespace DiffOG.Simulation.MuJoCo.Geometry;

/// <summary>Where something is and how it is turned.</summary>
/// <param name="Position">[m].</param>
/// <param name="Orientation">Of its axes.</param>
internal readonly record struct Pose(Vector3D Position, QuaternionD Orientation)
{
    /// <summary>The frame it is given in, as seen from it.</summary>
    public Pose Inverse => new(Orientation.Inverse.Turn(-Position), Orientation.Inverse);

    /// <summary>A point of its own frame, in the frame it is given in.</summary>
    public Vector3D ToWorld(Vector3D local) => Position + Orientation.Turn(local);

    /// <summary>A point of the frame it is given in, in its own frame.</summary>
    public Vector3D ToLocal(Vector3D world) => Orientation.Inverse.Turn(world - Position);

    /// <summary>Another pose as seen from this one.</summary>
    public Pose Relative(Pose other) => new(ToLocal(other.Position), Orientation.Inverse * other.Orientation);

    /// <summary>Both parts; what a record writes by itself would go round in circles through <see cref="Inverse"/>.</summary>
    public override string ToString() => $"{Position} turned {Orientation}";

    /// <summary>The pose b, given in the frame of a, in the frame that a is given in.</summary>
    public static Pose operator *(Pose a, Pose b) => new(a.ToWorld(b.Position), a.Orientation * b.Orientation);
}
