using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.Arms;

/// <summary>What tasks with arms on mounts share: commands for one arm after the other, observations of the objects first, then of each arm.</summary>
/// <typeparam name="TArm">The kind of arm.</typeparam>
internal abstract class ArmTask<TArm> : MuJoCoTask
    where TArm : GripperArm
{
    private readonly ArmTaskOptions options;
    private readonly int commandSize, objectSize;

    /// <summary>Makes the world.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <param name="spec">What the task offers; the objects are observed first.</param>
    /// <param name="model">Owned from now on.</param>
    /// <param name="arms">Takes hold of the arms that are commanded.</param>
    /// <param name="options">Valid settings.</param>
    protected ArmTask(string id, TaskSpec spec, MjModel model, Func<MjData, IReadOnlyList<TArm>> arms, ArmTaskOptions options)
        : base(id, spec, model)
    {
        (this.options, objectSize) = (options, spec.Observations.Entries[0].Size);
        Arms = arms(Data);
        commandSize = Spec.Action.Size / Arms.Count;
    }

    /// <summary>The arms, in the order of their commands.</summary>
    public IReadOnlyList<TArm> Arms { get; }

    /// <inheritdoc/>
    public sealed override int MemorySize => Arms.Sum(a => a.MemorySize) + TaskMemorySize;

    /// <summary>The length of what the task itself remembers.</summary>
    protected virtual int TaskMemorySize => 0;

    /// <inheritdoc/>
    public sealed override void Initialise(long seed)
    {
        Chance chance = new(seed, purpose: 0);
        foreach (TArm arm in Arms)
            arm.Initialise(chance, options.JointNoise);
        PlaceObjects(chance);
    }

    /// <inheritdoc/>
    public sealed override void Begin()
    {
        foreach (TArm arm in Arms)
            arm.Begin();
        BeginTask();
    }

    /// <inheritdoc/>
    public sealed override void HoldCommand(Span<double> command)
    {
        for (int a = 0; a < Arms.Count; a++)
            Arms[a].HoldCommand(command.Slice(a * commandSize, commandSize));
    }

    /// <inheritdoc/>
    public sealed override void Command(ReadOnlySpan<double> action)
    {
        for (int a = 0; a < Arms.Count; a++)
            Arms[a].Command(action.Slice(a * commandSize, commandSize));
    }

    /// <inheritdoc/>
    public override void Control()
    {
        for (int a = 0; a < Arms.Count; a++)
            Arms[a].Control();
    }

    /// <inheritdoc/>
    public sealed override void Observe(Span<double> observation)
    {
        ObserveObjects(observation[..objectSize]);
        for (int a = 0; a < Arms.Count; a++)
            Arms[a].Observe(observation.Slice(objectSize + (a * GripperArm.ObservationSize), GripperArm.ObservationSize));
    }

    /// <inheritdoc/>
    public sealed override void SaveMemory(Span<double> target)
    {
        foreach (TArm arm in Arms)
        {
            arm.Save(target[..arm.MemorySize]);
            target = target[arm.MemorySize..];
        }
        SaveTaskMemory(target);
    }

    /// <inheritdoc/>
    public sealed override void RestoreMemory(ReadOnlySpan<double> source)
    {
        foreach (TArm arm in Arms)
        {
            arm.Restore(source[..arm.MemorySize]);
            source = source[arm.MemorySize..];
        }
        RestoreTaskMemory(source);
    }

    /// <inheritdoc/>
    public sealed override IDemonstrator? CreateDemonstrator(long seed) => options.Control switch
    {
        ArmControl.EndEffectorDelta => CreateExpert(seed, options.ExpertNoise),
        ArmControl.EndEffectorQuaternion or ArmControl.EndEffectorRotation6D => new PoseDemonstrator(CreateExpert(seed, options.ExpertNoise), Arms, options.Control),
        _ => null,
    };

    /// <summary>Puts the objects at their start; the arms have theirs.</summary>
    protected abstract void PlaceObjects(Chance chance);

    /// <summary>Called when the beginning is computed; what the task itself remembers is set here.</summary>
    protected virtual void BeginTask()
    {
    }

    /// <summary>Writes what is observed of the objects.</summary>
    /// <param name="observation">[K].</param>
    protected abstract void ObserveObjects(Span<double> observation);

    /// <summary>A scripted expert whose commands are changes of the hands' poses.</summary>
    /// <param name="seed">Decides everything random in its behaviour.</param>
    /// <param name="roughness">A factor on its noise.</param>
    protected abstract IDemonstrator CreateExpert(long seed, double roughness);

    /// <summary>Writes what the task itself remembers.</summary>
    protected virtual void SaveTaskMemory(Span<double> target)
    {
    }

    /// <summary>Takes back what the task itself remembered.</summary>
    protected virtual void RestoreTaskMemory(ReadOnlySpan<double> source)
    {
    }

    /// <summary>Where a body is and how it is turned.</summary>
    protected Pose PoseOf(int body) => new(new Vector3D(Data.Xpos(body)), new QuaternionD(Data.Xquat(body)));

    /// <summary>Writes what robosuite observes of an object: its pose in the world, and as seen from the hand; quaternions with the scalar last.</summary>
    /// <param name="pose">The object's.</param>
    /// <param name="arm">Whose hand.</param>
    /// <param name="observation">[14].</param>
    protected static void ObserveObject(Pose pose, TArm arm, Span<double> observation)
    {
        Pose seen = new Pose(new Vector3D(arm.GripPosition), arm.HandOrientation).Relative(pose);
        pose.Position.CopyTo(observation);
        pose.Orientation.CopyScalarLast(observation[3..]);
        seen.Position.CopyTo(observation[7..]);
        seen.Orientation.CopyScalarLast(observation[10..]);
    }

    /// <summary>Puts an object with a free joint somewhere.</summary>
    /// <param name="qpos">Where its joint's positions begin.</param>
    /// <param name="pose">Where to.</param>
    protected void Place(int qpos, Pose pose)
    {
        pose.Position.CopyTo(Data.Qpos[qpos..]);
        pose.Orientation.CopyTo(Data.Qpos[(qpos + 3)..]);
    }
}
