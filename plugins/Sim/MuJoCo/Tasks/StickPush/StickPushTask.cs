using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Stick;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPush;

/// <summary>Stick Push (Meta-World): the thermos must come within 12 cm of a point while the lifted stick is held.</summary>
internal sealed class StickPushTask : StickTask
{
    private const double SuccessDistance = 0.12, Lift = 0.01, ThermosHeight = 0.132;
    private static readonly Vector3D MiddleFromLoop = new(0, 0.09, 0);

    /// <summary>Makes the world.</summary>
    public StickPushTask(MuJoCoLibrary library, StickPushOptions options)
        : base("mujoco/stick-push", nearestY: 0.40, library, options)
    {
    }

    /// <inheritdoc/>
    public override Vector3D Container => Loop + MiddleFromLoop;

    /// <inheritdoc/>
    protected override (Region Sticks, Region Goals, double ThermosY) Start { get; } = (
        new Region(new(-0.08, 0.58, StickHeight), new(-0.03, 0.62, StickHeight)),
        new Region(new(0.399, 0.55, ThermosHeight), new(0.401, 0.6, ThermosHeight)),
        0);

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = (Container - Goal).Length <= SuccessDistance && Stick.Z - Lift > StickHeight && IsHeld();
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new StickPushExpert(this, seed, roughness);

    private bool IsHeld() => Data.Contacts.Touch(Arm.LeftPad, StickGeom) && Data.Contacts.Touch(Arm.RightPad, StickGeom);
}
