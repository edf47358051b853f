using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

/// <summary>
/// What the tasks of Meta-World share: a Sawyer dragged by its hand at 80 Hz, and an observation of a frame (hand, opening,
/// up to two objects), the frame one step earlier, and the goal.
/// </summary>
internal abstract class SawyerTask : MuJoCoTask
{
    /// <summary>The number of values that describe an object: position 3, quaternion 4.</summary>
    protected const int ObjectSize = 7;

    private const double Rate = 80, FloorHeight = -0.913;
    private const int FrameSize = 4 + (2 * ObjectSize);

    // Without air: MuJoCo would take a cube that nothing turns for kilometres wide. A world resets several times as fast
    // with room for a hundred contacts, five times what there ever are.
    private static readonly (string, double)[] Physical =
    [
        ("TIMESTEP", 0.0025), ("IMPRATIO", 1), ("DENSITY", 0), ("VISCOSITY", 0), ("FLOOR", FloorHeight), ("CONTACTS", 100), ("ROWS", 500),
    ];

    private static readonly ObservationSpec Seen = new(
    [
        new("hand_pos", 3, "m"), new("gripper_opening", 1, "0.1 m"), new("object0_pos", 3, "m"), new("object0_quat", 4, "1"), new("object1_pos", 3, "m"), new("object1_quat", 4, "1"),
        new("last_hand_pos", 3, "m"), new("last_gripper_opening", 1, "0.1 m"), new("last_object0_pos", 3, "m"), new("last_object0_quat", 4, "1"), new("last_object1_pos", 3, "m"), new("last_object1_quat", 4, "1"),
        new("goal_pos", 3, "m"),
    ]);

    private static readonly CameraSpec[] Cameras = [new("overview", 256, 256), new("corner2", 128, 128)];

    private readonly SawyerTaskOptions options;
    private readonly double[] last = new double[FrameSize];

    /// <summary>Makes the world.</summary>
    /// <param name="scene">What is particular to the task.</param>
    /// <param name="library">MuJoCo.</param>
    /// <param name="options">Valid settings.</param>
    protected SawyerTask(SawyerScene scene, MuJoCoLibrary library, SawyerTaskOptions options)
        : base(scene.Id, new TaskSpec(Seen, SawyerArm.Actions, Rate, options.MaxSteps, Cameras), MjModel.FromXml(library, Description(scene), scene.File))
    {
        this.options = options;
        Arm = new SawyerArm(Data, scene.HandStart, scene.Lowest, scene.Highest);
        Data.Step1();
    }

    /// <summary>The arm.</summary>
    public SawyerArm Arm { get; }

    /// <summary>The point that something shall come to [m].</summary>
    public abstract Vector3D Goal { get; }

    /// <inheritdoc/>
    public sealed override int MemorySize => FrameSize;

    /// <inheritdoc/>
    public sealed override void Initialise(long seed)
    {
        Arm.Initialise();
        PlaceObjects(new Chance(seed, purpose: 0));
    }

    /// <inheritdoc/>
    public sealed override void Begin() => Look(last);

    /// <inheritdoc/>
    public sealed override void Command(ReadOnlySpan<double> action)
    {
        Look(last);
        Arm.Command(action);
    }

    /// <inheritdoc/>
    public sealed override void Observe(Span<double> observation)
    {
        Look(observation[..FrameSize]);
        last.CopyTo(observation[FrameSize..]);
        Goal.CopyTo(observation[(2 * FrameSize)..]);
    }

    /// <inheritdoc/>
    public sealed override void SaveMemory(Span<double> target) => last.CopyTo(target);

    /// <inheritdoc/>
    public sealed override void RestoreMemory(ReadOnlySpan<double> source) => source.CopyTo(last);

    /// <inheritdoc/>
    public sealed override IDemonstrator CreateDemonstrator(long seed) => CreateExpert(seed, options.ExpertNoise);

    /// <summary>Puts the objects and the goal at their start; the arm has its own.</summary>
    protected abstract void PlaceObjects(Chance chance);

    /// <summary>Writes what is observed of the objects.</summary>
    /// <param name="frame">[14] two objects of <see cref="ObjectSize"/> values; zero so far.</param>
    protected abstract void ObserveObjects(Span<double> frame);

    /// <summary>A scripted expert.</summary>
    /// <param name="seed">Decides everything random in its behaviour.</param>
    /// <param name="roughness">A factor on its noise.</param>
    protected abstract IDemonstrator CreateExpert(long seed, double roughness);

    /// <summary>Where a body is and how it is turned.</summary>
    protected Pose PoseOf(int body) => new(new Vector3D(Data.Xpos(body)), new QuaternionD(Data.Xquat(body)));

    /// <summary>Puts an object with a free joint somewhere.</summary>
    /// <param name="qpos">Where its joint's positions begin.</param>
    /// <param name="pose">Where to.</param>
    protected void Place(int qpos, Pose pose)
    {
        pose.Position.CopyTo(Data.Qpos[qpos..]);
        pose.Orientation.CopyTo(Data.Qpos[(qpos + 3)..]);
    }

    /// <summary>Draws two places until they are far enough from each other, as Meta-World does.</summary>
    /// <param name="chance">Decides.</param>
    /// <param name="first">Where the first may be.</param>
    /// <param name="second">Where the second may be.</param>
    /// <param name="apart">The smallest horizontal distance [m].</param>
    protected static (Vector3D First, Vector3D Second) Draw(Chance chance, Region first, Region second, double apart)
    {
        (Vector3D a, Vector3D b) = (first.Draw(chance), second.Draw(chance));
        while ((a - b).HorizontalLength < apart)
            (a, b) = (first.Draw(chance), second.Draw(chance));
        return (a, b);
    }

    private void Look(Span<double> frame)
    {
        Arm.Hand.CopyTo(frame);
        frame[3] = Arm.Opening;
        frame[4..].Clear();
        ObserveObjects(frame[4..]);
    }

    private static string Description(SawyerScene scene)
    {
        MjcfModel model = MjcfModel.Load("scene.xml", Physical);
        model.Merge(MjcfModel.Load("sawyer-table.xml")).Merge(MjcfModel.Load(scene.File));
        SawyerArm.Mount(model);
        return model.ToString();
    }
}
