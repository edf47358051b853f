using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>An arm with a gripper of two fingers in a compiled model: start, controllers and observations.</summary>
internal abstract class GripperArm
{
    /// <summary>The number of values of <see cref="Observe"/>.</summary>
    public const int ObservationSize = 9;

    private readonly MjArm arm;
    private readonly ArmController controller;
    private readonly ParallelGripper gripper;
    private readonly MjData data;
    private readonly IReadOnlyList<double> home;
    private readonly double startOpening;
    private readonly int hand, left, right;

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="prefix">What its parts' names begin with, for example <c>robot0_</c>.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="control">What commands mean.</param>
    protected GripperArm(MjData data, string prefix, GripperArmParts parts, ArmControl control)
    {
        (this.data, home, startOpening) = (data, parts.Home, parts.StartOpening);
        arm = new MjArm(data, prefix + parts.GripSite, [.. parts.Joints.Select(j => prefix + j.Name)]);
        controller = ArmController.Create(control, arm);
        gripper = new ParallelGripper(data, prefix + parts.LeftFinger, prefix + parts.RightFinger) { Stroke = parts.Stroke, Speed = parts.FingerSpeed };
        hand = data.Model.Id(MjObject.Body, prefix + parts.HandBody);
        (left, right) = (data.Model.QposAddress(prefix + parts.LeftFinger), data.Model.QposAddress(prefix + parts.RightFinger));
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

    /// <summary>The distance of the fingers from each other [m], 0 when closed.</summary>
    public double Opening => data.Qpos[left] - data.Qpos[right];

    /// <summary>The length of what is remembered within an episode.</summary>
    public int MemorySize => controller.MemorySize + ParallelGripper.MemorySize;

    /// <summary>What is observed of it.</summary>
    public static IEnumerable<ObservationEntry> Observations(string prefix) =>
        [new(prefix + "eef_pos", 3, "m"), new(prefix + "eef_quat", 4, "1"), new(prefix + "gripper_qpos", 2, "m")];

    /// <summary>Puts it at its start.</summary>
    /// <param name="chance">Decides the noise.</param>
    /// <param name="noise">Standard deviation of the joints' angles [rad].</param>
    public void Initialise(Chance chance, double noise)
    {
        for (int j = 0; j < home.Count; j++)
            arm.Angle(j) = home[j] + chance.Normal(noise);
        (data.Qpos[left], data.Qpos[right]) = (startOpening, -startOpening);
    }

    /// <summary>Holds it where it is, from the beginning of an episode on.</summary>
    public void Begin()
    {
        controller.HoldHere();
        gripper.HoldAt(startOpening);
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
