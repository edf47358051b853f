using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Arms;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.Aloha;

/// <summary>
/// What the twins of the real tasks share: two ViperX arms that face each other over a table whose top is at height 0,
/// at 20 Hz. An arm that is not commanded rests and cannot move.
/// </summary>
internal abstract class AlohaTask : ArmTask<ViperArm>
{
    /// <summary>The arm on the side of −x, which faces +x.</summary>
    public const string Left = "left_";

    /// <summary>The arm on the side of +x, which faces −x.</summary>
    public const string Right = "right_";

    private const double Rate = 20;
    private const int ImageWidth = 160, ImageHeight = 120;
    private static readonly string[] Sides = [Left, Right];

    /// <summary>Makes the world.</summary>
    /// <param name="scene">What is particular to the task.</param>
    /// <param name="library">MuJoCo.</param>
    /// <param name="options">Valid settings.</param>
    protected AlohaTask(AlohaScene scene, MuJoCoLibrary library, ArmTaskOptions options)
        : base(
            scene.Id, SpecOf(scene, options), MjModel.FromXml(library, Description(scene), scene.File),
            data => [.. scene.Commanded.Select(p => new ViperArm(data, p, options.Control))], options)
    {
    }

    /// <summary>Where the left arm's base stands [m].</summary>
    public static Vector3D LeftBase => new(-0.469, -0.019, 0.02);

    /// <summary>Where the right arm's base stands [m].</summary>
    public static Vector3D RightBase => new(0.469, -0.019, 0.02);

    /// <summary>Puts a body that physics does not move somewhere.</summary>
    /// <param name="mocap">Which of those bodies.</param>
    /// <param name="pose">Where to.</param>
    protected unsafe void PlaceFixed(int mocap, Pose pose)
    {
        pose.Position.CopyTo(new Span<double>(Data.Members.Array<double>("mocap_pos") + (3 * mocap), 3));
        pose.Orientation.CopyTo(Data.MocapQuat[(4 * mocap)..]);
    }

    private static TaskSpec SpecOf(AlohaScene scene, ArmTaskOptions options)
    {
        IEnumerable<ObservationEntry> seen = [new("object", scene.ObjectSize, "m, 1"), .. scene.Commanded.SelectMany(GripperArm.Observations)];
        IEnumerable<ActionDimension> commands = scene.Commanded.SelectMany(p => ViperArm.Actions(options.Control, p == Left ? LeftBase : RightBase, scene.Commanded.Count > 1 ? p : ""));
        CameraSpec[] cameras = [new("overview", 256, 256), .. new[] { "top", Left + "wrist", Right + "wrist" }.Select(c => new CameraSpec(c, ImageWidth, ImageHeight))];
        return new TaskSpec(new ObservationSpec([.. seen]), new ActionSpec(ArmActions.ModeOf(options.Control), [.. commands]), Rate, scene.MaxSteps, cameras);
    }

    private static string Description(AlohaScene scene)
    {
        MjcfModel model = MjcfModel.Load("scene.xml").Set("geom", "floor", "pos", "0 0 -0.75").Merge(MjcfModel.Load("aloha.xml")).Merge(MjcfModel.Load(scene.File, scene.Values));
        foreach (string prefix in scene.Commanded)
            ViperArm.Mount(model, prefix);
        foreach (string prefix in Sides.Except(scene.Commanded))
            ViperArm.MountResting(model, prefix);
        return model.ToString();
    }
}
