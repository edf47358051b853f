using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Aloha;

namespace DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;

/// <summary>
/// Move the Stack: a glass with a spoon loose across its rim must stand on the tile, the spoon still on it, released and at
/// rest. The score is how far an episode came: see <see cref="StackLevel"/>, divided by five.
/// </summary>
internal sealed class MoveTheStackTask : AlohaTask
{
    /// <summary>The height of the rim over the foot [m].</summary>
    public const double RimHeight = 0.15;

    /// <summary>The radius of the bowl of the glass [m].</summary>
    public const double Radius = 0.035;

    /// <summary>The height of the tile's top [m].</summary>
    public const double TileTop = 0.006;

    private const double SpoonRadius = 0.003, TileThickness = 0.003;
    private readonly MoveTheStackOptions options;
    private readonly StackWatch watch;
    private readonly int glassBody, spoonBody, tileBody, glassQpos, spoonQpos;

    /// <summary>Makes the world.</summary>
    public MoveTheStackTask(MuJoCoLibrary library, MoveTheStackOptions options)
        : base(SceneOf(options), library, options)
    {
        this.options = options;
        (glassBody, spoonBody, tileBody) = (Model.Id(MjObject.Body, "glass"), Model.Id(MjObject.Body, "spoon"), Model.Id(MjObject.Body, "tile"));
        (glassQpos, spoonQpos) = (Model.QposAddress("glass"), Model.QposAddress("spoon"));
        watch = new StackWatch(this, Data);
    }

    /// <summary>The arm that acts.</summary>
    public ViperArm Arm => Arms[0];

    /// <summary>The middle of the glass's foot; the third axis goes through the middle of its rim.</summary>
    public Pose Glass => PoseOf(glassBody);

    /// <summary>The middle of the spoon; the first axis points to its bowl.</summary>
    public Pose Spoon => PoseOf(spoonBody);

    /// <summary>The middle of the tile.</summary>
    public Pose Tile => PoseOf(tileBody);

    /// <summary>How far the episode has come.</summary>
    public StackLevel Level => watch.Level;

    /// <inheritdoc/>
    protected override int TaskMemorySize => StackWatch.MemorySize;

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        StackLevel level = watch.Level;
        return new TaskOutcome(level >= StackLevel.Collided, (int)level / 5.0);
    }

    /// <inheritdoc/>
    public override void Substep()
    {
        Control();
        Data.Step2();
        // Forces are those of the contacts before the next positions' contacts take their place.
        watch.Feel();
        Data.Step1();
    }

    /// <inheritdoc/>
    public override void Finish() => watch.Look();

    /// <inheritdoc/>
    protected override void BeginTask() => watch.Begin();

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Pose glass = new(new Vector3D(chance.Uniform(-0.05, 0.10), chance.Uniform(-0.20, -0.05), 0), QuaternionD.About(Vector3D.Up, chance.Uniform(-Math.PI, Math.PI)));
        Place(glassQpos, glass);
        QuaternionD yaw = QuaternionD.About(Vector3D.Up, chance.Uniform(-Math.PI, Math.PI));
        Vector3D aside = new(chance.Uniform(-options.SpoonOffset, options.SpoonOffset), chance.Uniform(-options.SpoonOffset, options.SpoonOffset), RimHeight + SpoonRadius);
        Place(spoonQpos, new Pose(glass.Position + yaw.Turn(aside), yaw));
        Vector3D tile = new(chance.Uniform(0.10, 0.25), chance.Uniform(0.05, 0.20), TileTop - TileThickness);
        PlaceFixed(0, new Pose(tile, QuaternionD.About(Vector3D.Up, chance.Uniform(-Math.PI / 6, Math.PI / 6))));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation)
    {
        Write(Glass, observation);
        Write(Spoon, observation[7..]);
        Write(Tile, observation[14..]);
        (new Vector3D(Arm.GripPosition) - Glass.Position).CopyTo(observation[21..]);
    }

    /// <inheritdoc/>
    protected override void SaveTaskMemory(Span<double> target) => watch.Save(target);

    /// <inheritdoc/>
    protected override void RestoreTaskMemory(ReadOnlySpan<double> source) => watch.Restore(source);

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => MoveTheStackExpert.Create(this, seed, roughness);

    private static void Write(Pose pose, Span<double> target)
    {
        pose.Position.CopyTo(target);
        pose.Orientation.CopyScalarLast(target[3..]);
    }

    private static AlohaScene SceneOf(MoveTheStackOptions options) => new("mujoco/move-the-stack", "move-the-stack.xml", ObjectSize: 24, options.MaxSteps, [Left])
    {
        Values = [("FRICTION", options.SpoonFriction), ("BALANCE", options.SpoonBalance)],
    };
}
