using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>A Panda with its gripper in a compiled model: robosuite's start, controllers and observations.</summary>
internal sealed class PandaArm : GripperArm
{
    /// <summary>How far each finger is from the middle at the start [m].</summary>
    public const double StartOpening = 0.020833;

    private const double LargeTorque = 80, SmallTorque = 12;

    private static readonly ArmJoint[] Joints =
    [
        new("joint1", -2.8973, 2.8973, LargeTorque), new("joint2", -1.7628, 1.7628, LargeTorque), new("joint3", -2.8973, 2.8973, LargeTorque),
        new("joint4", -3.0718, -0.0698, LargeTorque), new("joint5", -2.8973, 2.8973, LargeTorque), new("joint6", -0.0175, 3.7525, SmallTorque),
        new("joint7", -2.8973, 2.8973, SmallTorque),
    ];

    private static readonly double[] Home = [0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4];
    private static readonly GripperArmParts Parts = new(Joints, Home, "right_hand") { StartOpening = StartOpening };

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="prefix">What its parts' names begin with, for example <c>robot0_</c>.</param>
    /// <param name="control">What commands mean.</param>
    public PandaArm(MjData data, string prefix, ArmControl control)
        : base(data, prefix, Parts, control)
    {
    }

    /// <summary>Stands an arm with its gripper onto a mount.</summary>
    /// <param name="scene">Has a body <c>(prefix)mount</c>.</param>
    /// <param name="prefix">What its parts' names shall begin with.</param>
    public static void Mount(MjcfModel scene, string prefix) =>
        scene.Attach(MjcfModel.Load("panda.xml").Attach(MjcfModel.Load("panda-gripper.xml"), "right_hand"), prefix + "mount", prefix);

    /// <summary>What its commands consist of.</summary>
    /// <param name="control">What commands mean.</param>
    /// <param name="place">Where its base stands [m].</param>
    /// <param name="prefix">Before each name, where there is more than one arm.</param>
    public static IEnumerable<ActionDimension> Actions(ArmControl control, Vector3D place, string prefix = "") => ArmActions.Of(control, new ArmDescription(Joints, place), prefix);
}
