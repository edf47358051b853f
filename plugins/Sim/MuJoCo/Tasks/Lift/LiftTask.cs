using System.Globalization;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Robots;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.Lift;

/// <summary>Lift (robosuite 1.2): the cube's centre must rise above 4 cm over the table.</summary>
internal sealed class LiftTask : MuJoCoTask
{
    /// <summary>The height of the table's top [m].</summary>
    public const double TableTop = 0.8;

    private const double SuccessHeight = TableTop + 0.04, DropHeight = 0.01, StartOpening = 0.020833;
    private static readonly string[] Joints = ["joint1", "joint2", "joint3", "joint4", "joint5", "joint6", "joint7"];
    private static readonly double[] Home = [0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4];

    private readonly LiftOptions options;
    private readonly OperationalSpaceControl arm;
    private readonly ParallelGripper gripper;
    private readonly int cubeBody, handBody, gripSite, cubeQpos, leftQpos, rightQpos;
    private readonly int[] armQpos;

    /// <summary>Makes the world.</summary>
    public LiftTask(MuJoCoLibrary library, LiftOptions options)
        : base("mujoco/lift", SpecOf(options), MjModel.FromXml(library, Description(options), "lift.xml"))
    {
        this.options = options;
        arm = new OperationalSpaceControl(Data, "grip", Joints);
        gripper = new ParallelGripper(Data, "finger_joint1", "finger_joint2");
        (cubeBody, handBody) = (Model.Id(MjObject.Body, "cube"), Model.Id(MjObject.Body, "right_hand"));
        gripSite = Model.Id(MjObject.Site, "grip");
        cubeQpos = Model.QposAddress("cube");
        (leftQpos, rightQpos) = (Model.QposAddress("finger_joint1"), Model.QposAddress("finger_joint2"));
        armQpos = [.. Joints.Select(Model.QposAddress)];
    }

    /// <inheritdoc/>
    public override int MemorySize => arm.MemorySize + ParallelGripper.MemorySize;

    /// <summary>[3] the cube's centre [m].</summary>
    public ReadOnlySpan<double> Cube => Data.Xpos(cubeBody);

    /// <summary>[4] the cube's orientation, w first.</summary>
    public ReadOnlySpan<double> CubeQuaternion => Data.Xquat(cubeBody);

    /// <summary>[3] the point between the fingertips [m].</summary>
    public ReadOnlySpan<double> Grip => Data.SitePosition(gripSite);

    /// <summary>[9] the hand's rotation: its third column points along the fingers, its second across them.</summary>
    public ReadOnlySpan<double> GripRotation => Data.SiteRotation(gripSite);

    /// <summary>The distance of the fingers from each other [m], 0 to 0.08.</summary>
    public double Opening => Data.Qpos[leftQpos] - Data.Qpos[rightQpos];

    /// <inheritdoc/>
    public override void Initialise(long seed)
    {
        Chance chance = new(seed, purpose: 0);
        Span<double> qpos = Data.Qpos;
        for (int j = 0; j < Home.Length; j++)
            qpos[armQpos[j]] = Home[j] + chance.Normal(options.JointNoise);
        (qpos[leftQpos], qpos[rightQpos]) = (StartOpening, -StartOpening);
        qpos[cubeQpos] = chance.Uniform(-options.PlacementRange, options.PlacementRange);
        qpos[cubeQpos + 1] = chance.Uniform(-options.PlacementRange, options.PlacementRange);
        qpos[cubeQpos + 2] = TableTop + options.CubeHalfSize + DropHeight;
        double yaw = chance.Uniform(0, 2 * Math.PI);
        (qpos[cubeQpos + 3], qpos[cubeQpos + 6]) = (Math.Cos(yaw / 2), Math.Sin(yaw / 2));
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        arm.HoldHere();
        gripper.HoldAt(StartOpening);
    }

    /// <inheritdoc/>
    public override void Command(ReadOnlySpan<double> action)
    {
        arm.Command(action[..6]);
        gripper.Command(action[6]);
    }

    /// <inheritdoc/>
    public override void Control()
    {
        arm.Control();
        gripper.Control();
    }

    /// <inheritdoc/>
    public override void Observe(Span<double> observation)
    {
        ReadOnlySpan<double> cube = Cube, cubeTurn = CubeQuaternion, grip = Grip, hand = Data.Xquat(handBody);
        cube.CopyTo(observation);
        cubeTurn[1..].CopyTo(observation[3..]);
        observation[6] = cubeTurn[0];
        for (int i = 0; i < 3; i++)
            observation[7 + i] = grip[i] - cube[i];
        grip.CopyTo(observation[10..]);
        hand[1..].CopyTo(observation[13..]);
        observation[16] = hand[0];
        (observation[17], observation[18]) = (Data.Qpos[leftQpos], Data.Qpos[rightQpos]);
    }

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = Cube[2] > SuccessHeight;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void SaveMemory(Span<double> target)
    {
        arm.Save(target[..arm.MemorySize]);
        gripper.Save(target[arm.MemorySize..]);
    }

    /// <inheritdoc/>
    public override void RestoreMemory(ReadOnlySpan<double> source)
    {
        arm.Restore(source[..arm.MemorySize]);
        gripper.Restore(source[arm.MemorySize..]);
    }

    /// <inheritdoc/>
    public override IDemonstrator CreateDemonstrator(long seed) => new LiftExpert(this, seed, options.ExpertNoise);

    private static TaskSpec SpecOf(LiftOptions options) => new(
        new ObservationSpec(
        [
            new ObservationEntry("object", 10, "m, 1"), new ObservationEntry("robot0_eef_pos", 3, "m"),
            new ObservationEntry("robot0_eef_quat", 4, "1"), new ObservationEntry("robot0_gripper_qpos", 2, "m"),
        ]),
        new ActionSpec(ActionMode.Relative,
        [
            new ActionDimension("dx", ActionGroup.Translation, "0.05 m", -1, 1), new ActionDimension("dy", ActionGroup.Translation, "0.05 m", -1, 1),
            new ActionDimension("dz", ActionGroup.Translation, "0.05 m", -1, 1), new ActionDimension("rx", ActionGroup.Rotation, "0.5 rad", -1, 1),
            new ActionDimension("ry", ActionGroup.Rotation, "0.5 rad", -1, 1), new ActionDimension("rz", ActionGroup.Rotation, "0.5 rad", -1, 1),
            new ActionDimension("gripper", ActionGroup.Gripper, "1", -1, 1),
        ]),
        Rate: 20, options.MaxSteps, [new CameraSpec("overview", 256, 256), new CameraSpec("agentview", 84, 84), new CameraSpec("robot0_eye_in_hand", 84, 84)]);

    private static string Description(LiftOptions options)
    {
        using Stream stream = typeof(LiftTask).Assembly.GetManifestResourceStream("lift.xml")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Replace("$CUBE", options.CubeHalfSize.ToString("R", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
