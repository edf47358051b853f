using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Aloha;

namespace DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;

/// <summary>Arrange Desk: the bowl goes to its zone, the blue mug onto the coaster, the white mug to its zone; a third of the score each.</summary>
internal sealed class ArrangeDeskTask : AlohaTask
{
    /// <summary>Where the bowl goes [m].</summary>
    public static readonly Vector3D BowlZone = new(0.18, 0.15, 0);

    /// <summary>Where the white mug goes [m].</summary>
    public static readonly Vector3D WhiteZone = new(-0.18, 0.15, 0);

    private const double ZoneRadius = 0.05, CoasterRadius = 0.04, CoasterTop = 0.006, CoasterMiddle = 0.003, Spacing = 0.16, HandleRange = Math.PI / 3;
    private readonly int coasterBody;

    /// <summary>Makes the world.</summary>
    public ArrangeDeskTask(MuJoCoLibrary library, ArrangeDeskOptions options)
        : base(new AlohaScene("mujoco/arrange-desk", "arrange-desk.xml", ObjectSize: 28, options.MaxSteps, [Left, Right]), library, options)
    {
        coasterBody = Model.Id(MjObject.Body, "coaster");
        Bowl = new DeskObject(Data, "bowl", radius: 0.073, height: 0.055);
        Blue = new DeskObject(Data, "blue_mug", radius: 0.038, height: 0.09);
        White = new DeskObject(Data, "white_mug", radius: 0.038, height: 0.09);
    }

    /// <summary>Goes to its zone.</summary>
    public DeskObject Bowl { get; }

    /// <summary>Goes onto the coaster.</summary>
    public DeskObject Blue { get; }

    /// <summary>Goes to its zone.</summary>
    public DeskObject White { get; }

    /// <summary>Where the blue mug goes: the middle of the coaster's top [m].</summary>
    public Vector3D OnCoaster => new Vector3D(Data.Xpos(coasterBody)) with { Z = CoasterTop };

    /// <inheritdoc/>
    protected override int TaskMemorySize => 3;

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        int placed = (Bowl.StandsAt(BowlZone, ZoneRadius, Arms) ? 1 : 0) + (Blue.StandsAt(OnCoaster, CoasterRadius, Arms) ? 1 : 0) + (White.StandsAt(WhiteZone, ZoneRadius, Arms) ? 1 : 0);
        return new TaskOutcome(placed == 3, placed / 3.0);
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        Bowl.Look();
        Blue.Look();
        White.Look();
    }

    /// <inheritdoc/>
    protected override void BeginTask() => (Bowl.Still, Blue.Still, White.Still) = (0, 0, 0);

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Place(Bowl.Qpos, new Pose(new Vector3D(chance.Uniform(0.10, 0.20), chance.Uniform(-0.12, 0), 0), QuaternionD.About(Vector3D.Up, chance.Uniform(-Math.PI, Math.PI))));
        Vector3D blue = MugPlace(chance), white = MugPlace(chance);
        while ((blue - white).Length < Spacing)
            (blue, white) = (MugPlace(chance), MugPlace(chance));
        Place(Blue.Qpos, new Pose(blue, QuaternionD.About(Vector3D.Up, chance.Uniform(-HandleRange, HandleRange))));
        Place(White.Qpos, new Pose(white, QuaternionD.About(Vector3D.Up, chance.Uniform(-HandleRange, HandleRange))));
        PlaceFixed(0, new Pose(new Vector3D(chance.Uniform(-0.03, 0.03), chance.Uniform(-0.03, 0.03), CoasterMiddle), QuaternionD.Identity));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation)
    {
        Write(Bowl.Pose, observation);
        Write(Blue.Pose, observation[7..]);
        Write(White.Pose, observation[14..]);
        Write(PoseOf(coasterBody), observation[21..]);
    }

    /// <inheritdoc/>
    protected override void SaveTaskMemory(Span<double> target) => (target[0], target[1], target[2]) = (Bowl.Still, Blue.Still, White.Still);

    /// <inheritdoc/>
    protected override void RestoreTaskMemory(ReadOnlySpan<double> source) => (Bowl.Still, Blue.Still, White.Still) = ((int)source[0], (int)source[1], (int)source[2]);

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new ArrangeDeskExpert(this, seed, roughness);

    private static Vector3D MugPlace(Chance chance) => new(chance.Uniform(-0.27, -0.14), chance.Uniform(-0.16, 0.02), 0);

    private static void Write(Pose pose, Span<double> target)
    {
        pose.Position.CopyTo(target);
        pose.Orientation.CopyScalarLast(target[3..]);
    }
}
