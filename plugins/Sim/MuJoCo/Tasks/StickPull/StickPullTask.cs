using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Stick;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPull;

/// <summary>
/// Stick Pull (Meta-World): the thermos's handle must come within 12 cm of a point on the table while the stick is in it.
/// </summary>
internal sealed class StickPullTask : StickTask
{
    private const double SuccessDistance = 0.12, Aside = 0.04, Above = 0.06, StartY = 0.09;

    /// <summary>Makes the world.</summary>
    public StickPullTask(MuJoCoLibrary library, StickPullOptions options)
        : base("mujoco/stick-pull", nearestY: 0.35, library, options)
    {
    }

    /// <inheritdoc/>
    public override Vector3D Container => Loop;

    /// <summary>Whether the stick's end is in the handle, or through it.</summary>
    public bool IsInserted
    {
        get
        {
            Vector3D end = StickEnd - Loop;
            return end.X >= 0 && Math.Abs(end.Y) <= Aside && Math.Abs(end.Z) <= Above;
        }
    }

    /// <inheritdoc/>
    protected override (Region Sticks, Region Goals, double ThermosY) Start { get; } = (
        new Region(new(-0.1, 0.55, StickHeight), new(0, 0.65, StickHeight)),
        new Region(new(0.35, 0.45, StickHeight), new(0.45, 0.55, StickHeight)),
        StartY);

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = (Container - Goal).Length <= SuccessDistance && IsInserted;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new StickPullExpert(this, seed, roughness);
}
