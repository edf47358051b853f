using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Arms;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.Panda;

/// <summary>
/// What the tasks of robosuite 1.2 share: Panda arms on mounts <c>robot0_mount</c>, <c>robot1_mount</c>, … at 20 Hz, and
/// observations of the objects first, then of each arm.
/// </summary>
internal abstract class PandaTask : ArmTask<PandaArm>
{
    // robosuite asks that 1 − tanh(10 d) be below 0.6 [m].
    private const double Rate = 20, AwayDistance = 0.042364893019360184;

    /// <summary>Makes the world.</summary>
    /// <param name="scene">What is particular to the task.</param>
    /// <param name="library">MuJoCo.</param>
    /// <param name="options">Valid settings.</param>
    protected PandaTask(PandaScene scene, MuJoCoLibrary library, PandaTaskOptions options)
        : base(
            scene.Id, SpecOf(scene, options), MjModel.FromXml(library, Description(scene), scene.File),
            data => [.. Prefixes(scene).Select(p => new PandaArm(data, p, options.Control))], options)
    {
    }

    /// <summary>Whether the first arm's hand is away from an object, as robosuite asks of what was put down.</summary>
    /// <param name="place">The object's [m].</param>
    internal bool IsHandAway(Vector3D place) => (new Vector3D(Arms[0].GripPosition) - place).Length > AwayDistance;

    private static IEnumerable<string> Prefixes(PandaScene scene) => scene.Bases.Select((_, i) => $"robot{i}_");

    private static TaskSpec SpecOf(PandaScene scene, PandaTaskOptions options)
    {
        IEnumerable<ObservationEntry> seen = [new("object", scene.ObjectSize, "m, 1"), .. Prefixes(scene).SelectMany(GripperArm.Observations)];
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
