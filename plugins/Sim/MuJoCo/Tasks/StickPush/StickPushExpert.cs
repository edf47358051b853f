using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;
using DiffOG.Simulation.MuJoCo.Tasks.Stick;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPush;

/// <summary>Takes the stick, lifts it to half the thermos's height behind its middle, and pushes the thermos to the goal.</summary>
internal sealed class StickPushExpert : StickExpert
{
    // From the thermos's axis to the stick's middle, when they touch.
    private const double Touching = 0.11;
    private const double Along = 0.012, Gap = 0.035, GapSpread = 0.015, HeightSpread = 0.012, PushPace = 0.7;

    private readonly StickPushTask task;
    private readonly double gap, height;

    /// <summary>Draws what is particular to this expert.</summary>
    public StickPushExpert(StickPushTask task, long seed, double roughness)
        : base(task, Along, seed, roughness)
    {
        this.task = task;
        (gap, height) = (Gap + Spread(GapSpread), Spread(HeightSpread));
    }

    /// <inheritdoc/>
    protected override Intent Guide()
    {
        Vector3D behind = task.Container + new Vector3D(-Touching - gap, 0, height);
        return Bring(Thread(behind, task.Goal.X - Touching)) with { Pace = PushPace };
    }
}
