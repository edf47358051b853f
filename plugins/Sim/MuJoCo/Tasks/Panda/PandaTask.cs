using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.Panda;

/// <summary>
/// What the tasks of robosuite 1.2 share: Panda arms on mounts <c>robot0_mount</c>, <c>robot1_mount</c>, … at 20 Hz, and
/// observations of the objects first, then of each arm.
/// </summary>
internal abstract class PandaTask : MuJoCoTask
{
    private const double Rate = 20;
    private readonly PandaTaskOptions options;
    private readonly int commandSize, objectSize;

    /// <summary>Makes the world.</summary>
    /// <param name="scene">What is particular to the task.</param>
    /// <param name="library">MuJoCo.</param>
    /// <param name="options">Valid settings.</param>
    protected PandaTask(PandaScene scene, MuJoCoLibrary library, PandaTaskOptions options)
        : base(scene.Id, SpecOf(scene, options), MjModel.FromXml(library, Description(scene), scene.File))
    {
        (this.options, objectSize) = (options, scene.ObjectSize);
        Arms = [.. Prefixes(scene).Select(p => new PandaArm(Data, p, options.Control))];
        commandSize = Spec.Action.Size / Arms.Count;
    }

    /// <summary>The arms, robot0 first.</summary>
    public IReadOnlyList<PandaArm> Arms { get; }

    /// <inheritdoc/>
    public sealed override int MemorySize => Arms.Sum(a => a.MemorySize) + TaskMemorySize;

    /// <summary>The length of what the task itself remembers.</summary>
    protected virtual int TaskMemorySize => 0;

    /// <inheritdoc/>
    public sealed override void Initialise(long seed)
    {
        Chance chance = new(seed, purpose: 0);
        foreach (PandaArm arm in Arms)
            arm.Initialise(chance, options.JointNoise);
        PlaceObjects(chance);
    }

    /// <inheritdoc/>
    public sealed override void Begin()
    {
        foreach (PandaArm arm in Arms)
            arm.Begin();
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
    public sealed override void Control()
    {
        for (int a = 0; a < Arms.Count; a++)
            Arms[a].Control();
    }

    /// <inheritdoc/>
    public sealed override void Observe(Span<double> observation)
    {
        ObserveObjects(observation[..objectSize]);
        for (int a = 0; a < Arms.Count; a++)
            Arms[a].Observe(observation.Slice(objectSize + (a * PandaArm.ObservationSize), PandaArm.ObservationSize));
    }

    /// <inheritdoc/>
    public sealed override void SaveMemory(Span<double> target)
    {
        foreach (PandaArm arm in Arms)
        {
            arm.Save(target[..arm.MemorySize]);
            target = target[arm.MemorySize..];
        }
        SaveTaskMemory(target);
    }

    /// <inheritdoc/>
    public sealed override void RestoreMemory(ReadOnlySpan<double> source)
    {
        foreach (PandaArm arm in Arms)
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

    /// <summary>Puts an object with a free joint somewhere.</summary>
    /// <param name="qpos">Where its joint's positions begin.</param>
    /// <param name="pose">Where to.</param>
    protected void Place(int qpos, Pose pose)
    {
        pose.Position.CopyTo(Data.Qpos[qpos..]);
        pose.Orientation.CopyTo(Data.Qpos[(qpos + 3)..]);
    }

    private static IEnumerable<string> Prefixes(PandaScene scene) => scene.Bases.Select((_, i) => $"robot{i}_");

    private static TaskSpec SpecOf(PandaScene scene, PandaTaskOptions options)
    {
        IEnumerable<ObservationEntry> seen = [new("object", scene.ObjectSize, "m, 1"), .. Prefixes(scene).SelectMany(PandaArm.Observations)];
        IEnumerable<ActionDimension> commands = scene.Bases.SelectMany((place, i) => PandaArm.Actions(options.Control, place, scene.Bases.Count > 1 ? $"robot{i}_" : ""));
        return new TaskSpec(new ObservationSpec([.. seen]), new ActionSpec(ArmActions.ModeOf(options.Control), [.. commands]), Rate, scene.MaxSteps, scene.Cameras);
    }

    private static string Description(PandaScene scene)
    {
        MjcfModel model = MjcfModel.Load("scene.xml").Merge(MjcfModel.Load(scene.File, scene.Values));
        foreach (string prefix in Prefixes(scene))
            PandaArm.Mount(model, prefix);
        return model.ToString();
    }
}
