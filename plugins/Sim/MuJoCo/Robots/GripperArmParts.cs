namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>What an arm with a gripper consists of; names are those of its description, without prefix.</summary>
/// <param name="Joints">From the base.</param>
/// <param name="Home">The start angles [rad].</param>
/// <param name="HandBody">Its orientation is observed as the hand's.</param>
internal sealed record GripperArmParts(IReadOnlyList<ArmJoint> Joints, IReadOnlyList<double> Home, string HandBody)
{
    /// <summary>The point between the fingertips; the third axis along the fingers, the second across them.</summary>
    public string GripSite { get; init; } = "grip";

    /// <summary>The slide that moves from 0 (closed) to +stroke.</summary>
    public string LeftFinger { get; init; } = "finger_joint1";

    /// <summary>The slide that moves from 0 (closed) to −stroke.</summary>
    public string RightFinger { get; init; } = "finger_joint2";

    /// <summary>How far each finger moves from the middle [m].</summary>
    public double Stroke { get; init; } = 0.04;

    /// <summary>How far the fingers' set point moves in a physics step; the whole stroke is 2.</summary>
    public double FingerSpeed { get; init; } = 0.01;

    /// <summary>How far each finger is from the middle at the start [m].</summary>
    public double StartOpening { get; init; }
}
