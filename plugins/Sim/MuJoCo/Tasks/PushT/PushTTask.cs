using System.Runtime.InteropServices;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>
/// Push-T (Florence et al. 2021; Chi et al. 2023, diffusion_policy/env/pusht/pusht_env.py). The world is quasi-static: a
/// block has no momentum. Each step of 10 ms, tip and block first move with their present velocities; then MuJoCo finds
/// the contacts and the velocity that they give a resting block, which moves it in the next step. That is the order of the
/// original's physics, and it decides how deep the tip enters the block when it hits it.
/// The tip follows its target by v += (100 (target − x) − 20 v) dt, whatever it touches.
/// </summary>
internal sealed class PushTTask : MuJoCoTask
{
    private const double PixelsPerMetre = 1000, Stiffness = 100, Damping = 20, SuccessCoverage = 0.95;
    private static readonly ActionSpec Targets = new(ActionMode.Absolute, [new("x", ActionGroup.Translation, "px", 0, 512), new("y", ActionGroup.Translation, "px", 0, 512)]);
    private static readonly ObservationSpec Seen = new([new("keypoints", 2 * TBlock.Keypoints.Length, "px"), new("agent_pos", 2, "px")]);
    private readonly unsafe double* acceleration, marker;
    private PlanarPoint target;

    /// <summary>Makes the task.</summary>
    /// <param name="library">MuJoCo.</param>
    /// <param name="options">Valid settings.</param>
    public unsafe PushTTask(MuJoCoLibrary library, PushTOptions options)
        : base("mujoco/push-t", new TaskSpec(Seen, Targets, 10, options.MaxSteps, [new CameraSpec("top", 96, 96)]) { ScoreName = "coverage" }, MjModel.FromXml(library, MjcfModel.Load("push-t.xml").ToString(), "push-t.xml"))
    {
        acceleration = Data.Members.Array<double>("qacc");
        marker = Data.Members.Array<double>("mocap_pos");
    }

    /// <summary>Where the tip is [px].</summary>
    public PlanarPoint Tip => FromWorld(Data.Qpos[0], Data.Qpos[1]);

    /// <summary>How fast the tip is [px/s].</summary>
    public PlanarPoint TipVelocity => FromWorld(Data.Qvel[0], Data.Qvel[1]);

    /// <summary>Where the block is.</summary>
    public PlanarPose Block
    {
        get
        {
            double angle = -Data.Qpos[4];
            return new PlanarPose(FromWorld(Data.Qpos[2], Data.Qpos[3]) - TBlock.CentreOfGravity.Turned(angle), angle);
        }
    }

    /// <inheritdoc/>
    public override int MemorySize => 2;

    /// <summary>
    /// Begins as the original does for this seed. The block's place is drawn for the unturned block, which then turns about
    /// its centre of gravity (the original's "legacy" order, that of the demonstrations and the published evaluations).
    /// </summary>
    /// <inheritdoc/>
    public override void Initialise(long seed)
    {
        var random = new NumpyRandom(seed);
        var tip = new PlanarPoint(random.Integer(50, 450), random.Integer(50, 450));
        var unturned = new PlanarPoint(random.Integer(100, 400), random.Integer(100, 400));
        double angle = (random.Normal() * 2 * Math.PI) - Math.PI;
        PlanarPoint centre = unturned + TBlock.CentreOfGravity;
        Place(tip, default, new PlanarPose(centre - TBlock.CentreOfGravity.Turned(angle), angle));
    }

    /// <inheritdoc/>
    public override void Begin() => FindBlockVelocity();

    /// <summary>Puts tip and block somewhere; their contacts are found by <see cref="Begin"/>.</summary>
    /// <param name="tip">[px].</param>
    /// <param name="velocity">[px/s].</param>
    /// <param name="block">The block's pose.</param>
    public void Place(PlanarPoint tip, PlanarPoint velocity, PlanarPose block)
    {
        PlanarPoint centre = block.ToPicture(TBlock.CentreOfGravity);
        (Data.Qpos[0], Data.Qpos[1]) = ToWorld(tip);
        (Data.Qpos[2], Data.Qpos[3]) = ToWorld(centre);
        Data.Qpos[4] = -block.Angle;
        (Data.Qvel[0], Data.Qvel[1]) = ToWorld(velocity);
        Data.Qvel[2..].Clear();
        Command([tip.X, tip.Y]);
    }

    /// <inheritdoc/>
    public override void HoldCommand(Span<double> command) => (command[0], command[1]) = (Tip.X, Tip.Y);

    /// <inheritdoc/>
    public override void Command(ReadOnlySpan<double> action)
    {
        target = new PlanarPoint(action[0], action[1]);
        MarkTarget();
    }

    /// <inheritdoc/>
    public override void Substep()
    {
        double dt = Model.Timestep;
        PlanarPoint velocity = TipVelocity;
        velocity += dt * ((Stiffness * (target - Tip)) - (Damping * velocity));
        (Data.Qvel[0], Data.Qvel[1]) = ToWorld(velocity);
        for (int i = 0; i < Data.Qpos.Length; i++)
            Data.Qpos[i] += dt * Data.Qvel[i];
        Data.Time += dt;
        FindBlockVelocity();
    }

    /// <inheritdoc/>
    public override void Observe(Span<double> observation)
    {
        Span<PlanarPoint> points = stackalloc PlanarPoint[TBlock.Keypoints.Length + 1];
        Block.ToPicture(TBlock.Keypoints, points);
        points[^1] = Tip;
        MemoryMarshal.Cast<PlanarPoint, double>(points).CopyTo(observation);
    }

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        double coverage = TBlock.Coverage(Block);
        return new TaskOutcome(coverage > SuccessCoverage, coverage);
    }

    /// <inheritdoc/>
    public override void SaveMemory(Span<double> target) => (target[0], target[1]) = (this.target.X, this.target.Y);

    /// <inheritdoc/>
    public override void RestoreMemory(ReadOnlySpan<double> source) => target = new PlanarPoint(source[0], source[1]);

    // A resting block takes the velocity that the contacts' forces give it within one step; the tip keeps its own.
    private unsafe void FindBlockVelocity()
    {
        Data.Qvel[2..].Clear();
        Data.Forward();
        Span<double> velocity = Data.Qvel;
        for (int i = 2; i < velocity.Length; i++)
            velocity[i] = Model.Timestep * acceleration[i];
    }

    /// <inheritdoc/>
    public override IDemonstrator? CreateDemonstrator(long seed) => new PushTExpert(this, seed);

    private unsafe void MarkTarget() => (marker[0], marker[1]) = ToWorld(target);

    private static PlanarPoint FromWorld(double x, double y) => new(PixelsPerMetre * x, -PixelsPerMetre * y);

    private static (double X, double Y) ToWorld(PlanarPoint p) => (p.X / PixelsPerMetre, -p.Y / PixelsPerMetre);
}
