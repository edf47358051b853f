using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>A hinge of an arm.</summary>
/// <param name="Name">In the arm's description, without prefix; a motor of the same name drives it.</param>
/// <param name="Lower">[rad].</param>
/// <param name="Upper">[rad].</param>
/// <param name="Torque">The largest of its motor [N m].</param>
internal sealed record ArmJoint(string Name, double Lower, double Upper, double Torque);

/// <summary>What is known of an arm before its model is compiled.</summary>
/// <param name="Joints">From the base.</param>
/// <param name="Base">Where its base stands [m].</param>
internal sealed record ArmDescription(IReadOnlyList<ArmJoint> Joints, Vector3D Base);
