using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Experts;

/// <summary>Says as poses what an expert says as changes of the present pose.</summary>
/// <param name="inner">The expert.</param>
/// <param name="arms">Its arms; 7 values each: translation, rotation vector, gripper.</param>
/// <param name="control">How orientations are written.</param>
internal sealed class PoseDemonstrator(IDemonstrator inner, IReadOnlyList<GripperArm> arms, ArmControl control) : IDemonstrator
{
    private const int ChangeSize = 7;

    /// <inheritdoc/>
    public double[] Act()
    {
        double[] changes = inner.Act();
        int size = control == ArmControl.EndEffectorQuaternion ? 8 : 10;
        double[] poses = new double[size * arms.Count];
        for (int a = 0; a < arms.Count; a++)
            Convert(arms[a].Grip, changes.AsSpan(a * ChangeSize, ChangeSize), poses.AsSpan(a * size, size));
        return poses;
    }

    private void Convert(Pose present, ReadOnlySpan<double> change, Span<double> pose)
    {
        Vector3D goal = present.Position + (EndEffectorDeltaControl.TranslationScale * new Vector3D(change));
        QuaternionD turn = QuaternionD.FromVector(EndEffectorDeltaControl.RotationScale * new Vector3D(change[3..]));
        EndEffectorPoseControl.Write(new Pose(goal, turn * present.Orientation), control, pose[..^1]);
        pose[^1] = change[^1];
    }
}
