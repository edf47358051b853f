using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>A ViperX 300 S with the gripper of the ALOHA rigs in a compiled model.</summary>
internal sealed class ViperArm : GripperArm
{
    /// <summary>How far each finger moves from the middle [m].</summary>
    public const double Stroke = 0.041;

    private const double StartOpening = 0.0084, FingerSpeed = 0.005;

    private static readonly ArmJoint[] Joints =
    [
        new("waist", -3.14158, 3.14158, 35), new("shoulder", -1.85005, 1.25664, 144), new("elbow", -1.76278, 1.6057, 59),
        new("forearm_roll", -3.14158, 3.14158, 22), new("wrist_angle", -1.8675, 2.23402, 35), new("wrist_rotate", -3.14158, 3.14158, 35),
    ];

    private static readonly double[] Neutral = [0, -0.96, 1.16, 0, -0.3, 0], Folded = [0.9, -1.85, 1.55, 0, 0.8, 0];

    private static readonly GripperArmParts Parts = new(Joints, Neutral, "gripper_base")
    {
        LeftFinger = "left_finger",
        RightFinger = "right_finger",
        Stroke = Stroke,
        FingerSpeed = FingerSpeed,
        StartOpening = StartOpening,
    };

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="prefix">What its parts' names begin with, for example <c>left_</c>.</param>
    /// <param name="control">What commands mean.</param>
    public ViperArm(MjData data, string prefix, ArmControl control)
        : base(data, prefix, Parts, control)
    {
    }

    /// <summary>Stands an arm with its gripper onto a mount.</summary>
    /// <param name="scene">Has a body <c>(prefix)mount</c>.</param>
    /// <param name="prefix">What its parts' names shall begin with.</param>
    public static void Mount(MjcfModel scene, string prefix) => scene.Attach(MjcfModel.Load("vx300s.xml"), prefix + "mount", prefix);

    /// <summary>Stands an arm onto a mount that nobody commands: folded, turned aside, without joints.</summary>
    /// <param name="scene">Has a body <c>(prefix)mount</c>.</param>
    /// <param name="prefix">What its parts' names shall begin with.</param>
    public static void MountResting(MjcfModel scene, string prefix) =>
        scene.Attach(MjcfModel.Load("vx300s.xml").Freeze([.. Joints.Zip(Folded, (j, angle) => (j.Name, angle))]), prefix + "mount", prefix);

    /// <summary>What its commands consist of.</summary>
    /// <param name="control">What commands mean.</param>
    /// <param name="place">Where its base stands [m].</param>
    /// <param name="prefix">Before each name, where there is more than one arm.</param>
    public static IEnumerable<ActionDimension> Actions(ArmControl control, Vector3D place, string prefix = "") => ArmActions.Of(control, new ArmDescription(Joints, place), prefix);
}
