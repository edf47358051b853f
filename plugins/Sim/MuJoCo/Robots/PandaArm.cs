using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>A Panda with its gripper in a compiled model: robosuite's start, controllers and observations.</summary>
internal sealed class PandaArm
{
    /// <summary>The number of values of <see cref="Observe"/>.</summary>
    public const int ObservationSize = 9;

    /// <summary>How far each finger is from the middle at the start [m].</summary>
    public const double StartOpening = 0.020833;

    private const string GripSite = "grip", LeftFinger = "finger_joint1", RightFinger = "finger_joint2";
    private const double LargeTorque = 80, SmallTorque = 12;

    private static readonly ArmJoint[] Joints =
    [
        new("joint1", -2.8973, 2.8973, LargeTorque), new("joint2", -1.7628, 1.7628, LargeTorque), new("joint3", -2.8973, 2.8973, LargeTorque),
        new("joint4", -3.0718, -0.0698, LargeTorque), new("joint5", -2.8973, 2.8973, LargeTorque), new("joint6", -0.0175, 3.7525, SmallTorque),
        new("joint7", -2.8973, 2.8973, SmallTorque),
    ];

    private static readonly double[] Home = [0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4];

    private readonly MjArm arm;
    private readonly ArmController controller;
    private readonly ParallelGripper gripper;
    private readonly MjData data;
    private readonly int hand, left, right;

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="prefix">What its parts' names begin with, for example <c>robot0_</c>.</param>
    /// <param name="control">What commands mean.</param>
    public PandaArm(MjData data, string prefix, ArmControl control)
    {
        this.data = data;
        arm = new MjArm(data, prefix + GripSite, [.. Joints.Select(j => prefix + j.Name)]);
        controller = ArmController.Create(control, arm);
        gripper = new ParallelGripper(data, prefix + LeftFinger, prefix + RightFinger);
        hand = data.Model.Id(MjObject.Body, prefix + "right_hand");
        (left, right) = (data.Model.QposAddress(prefix + LeftFinger), data.Model.QposAddress(prefix + RightFinger));
        (LeftPad, RightPad) = (data.Model.Id(MjObject.Geom, prefix + "left_pad"), data.Model.Id(MjObject.Geom, prefix + "right_pad"));
    }

    /// <summary>The geom of the pad that comes from +y of the hand.</summary>
    public int LeftPad { get; }

    /// <summary>The geom of the pad that comes from −y of the hand.</summary>
    public int RightPad { get; }

    /// <summary>The point between the fingertips; its third axis points along the fingers, its second across them.</summary>
    public Pose Grip => arm.Pose;

    /// <summary>[3] the point between the fingertips [m].</summary>
    public ReadOnlySpan<double> GripPosition => arm.Position;

    /// <summary>[9] its rotation matrix, row by row.</summary>
    public ReadOnlySpan<double> GripRotation => arm.Rotation;

    /// <summary>The hand's orientation, as observations have it.</summary>
    public QuaternionD HandOrientation => new(data.Xquat(hand));

    /// <summary>The distance of the fingers from each other [m], 0 to 0.08.</summary>
    public double Opening => data.Qpos[left] - data.Qpos[right];

    /// <summary>The length of what is remembered within an episode.</summary>
    public int MemorySize => controller.MemorySize + ParallelGripper.MemorySize;

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

    /// <summary>What is observed of it.</summary>
    public static IEnumerable<ObservationEntry> Observations(string prefix) =>
        [new(prefix + "eef_pos", 3, "m"), new(prefix + "eef_quat", 4, "1"), new(prefix + "gripper_qpos", 2, "m")];

    /// <summary>Puts it at its start.</summary>
    /// <param name="chance">Decides the noise.</param>
    /// <param name="noise">Standard deviation of the joints' angles [rad].</param>
    public void Initialise(Chance chance, double noise)
    {
        for (int j = 0; j < Home.Length; j++)
            arm.Angle(j) = Home[j] + chance.Normal(noise);
        (data.Qpos[left], data.Qpos[right]) = (StartOpening, -StartOpening);
    }

    /// <summary>Holds it where it is, from the beginning of an episode on.</summary>
    public void Begin()
    {
        controller.HoldHere();
        gripper.HoldAt(StartOpening);
    }

    /// <summary>The command that holds it where it is.</summary>
    /// <param name="command">[C] the gripper's last.</param>
    public void HoldCommand(Span<double> command)
    {
        controller.HoldCommand(command[..^1]);
        command[^1] = 0;
    }

    /// <summary>Takes a command.</summary>
    /// <param name="command">[C] the gripper's last.</param>
    public void Command(ReadOnlySpan<double> command)
    {
        controller.Command(command[..^1]);
        gripper.Command(command[^1]);
    }

    /// <summary>Sets its motors for the next physics step.</summary>
    public void Control()
    {
        controller.Control();
        gripper.Control();
    }

    /// <summary>Writes what is observed of it.</summary>
    /// <param name="observation">[9] grip position, hand orientation with the scalar last, both fingers.</param>
    public void Observe(Span<double> observation)
    {
        arm.Position.CopyTo(observation);
        HandOrientation.CopyScalarLast(observation[3..]);
        (observation[7], observation[8]) = (data.Qpos[left], data.Qpos[right]);
    }

    /// <summary>Writes what is remembered.</summary>
    public void Save(Span<double> target)
    {
        controller.Save(target[..controller.MemorySize]);
        gripper.Save(target[controller.MemorySize..]);
    }

    /// <summary>Takes back what was remembered.</summary>
    public void Restore(ReadOnlySpan<double> source)
    {
        controller.Restore(source[..controller.MemorySize]);
        gripper.Restore(source[controller.MemorySize..]);
    }
}
