using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>Poses of a hand whose fingers point straight down.</summary>
internal static class DownwardGrasp
{
    /// <summary>At a place, with the fingers to both sides of something long.</summary>
    /// <param name="place">Between the fingertips [m].</param>
    /// <param name="along">Where the thing points, either way; upright parts do not matter.</param>
    /// <param name="usual">Roughly where the second finger is to be seen from the first: of two ways, the nearer one is chosen.</param>
    public static Pose Across(Vector3D place, Vector3D along, Vector3D usual)
    {
        Vector3D across = along.Cross(Vector3D.Up).Normalised;
        return new Pose(place, QuaternionD.FromAxes(across.Dot(usual) < 0 ? -across : across, -Vector3D.Up));
    }

    /// <summary>At a place, turned as the hand is now.</summary>
    /// <param name="place">Between the fingertips [m].</param>
    /// <param name="present">The hand's pose.</param>
    public static Pose AsNow(Vector3D place, Pose present) => new(place, QuaternionD.FromAxes(present.Orientation.Turn(new Vector3D(0, 1, 0)), -Vector3D.Up));

    /// <summary>The horizontal side of a box that is nearest to a direction.</summary>
    /// <param name="box">How it is turned.</param>
    /// <param name="wanted">Horizontal.</param>
    public static Vector3D SideNearest(QuaternionD box, Vector3D wanted)
    {
        double from = Math.Atan2(wanted.Y, wanted.X), quarter = Math.PI / 2;
        double yaw = box.Yaw - (quarter * Math.Round((box.Yaw - from) / quarter));
        return new Vector3D(Math.Cos(yaw), Math.Sin(yaw), 0);
    }
}
