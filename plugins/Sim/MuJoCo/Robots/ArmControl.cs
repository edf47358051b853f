namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>What a command to an arm means. The gripper's command comes last in each.</summary>
public enum ArmControl
{
    /// <summary>A change of the end effector's pose: translation 3 [0.05 m], rotation vector 3 [0.5 rad]; robosuite's OSC_POSE.</summary>
    EndEffectorDelta,

    /// <summary>The end effector's pose: position 3 [m], quaternion 4, scalar last; any length but zero.</summary>
    EndEffectorQuaternion,

    /// <summary>The end effector's pose: position 3 [m], the first two rows of the rotation matrix 6 (Zhou et al. 2019); made orthogonal.</summary>
    EndEffectorRotation6D,

    /// <summary>Joint angles [rad].</summary>
    JointPosition,

    /// <summary>Joint torques [N m] on top of those that hold the arm against gravity.</summary>
    JointTorque,
}
