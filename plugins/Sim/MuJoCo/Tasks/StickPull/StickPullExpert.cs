using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;
using DiffOG.Simulation.MuJoCo.Tasks.Stick;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPull;

/// <summary>Takes the stick, lifts it before the handle of the thermos, puts it through, and drags the thermos to the goal.</summary>
internal sealed class StickPullExpert : StickExpert
{
    // From the loop's middle to the stick's middle, when the end is there.
    private const double Reaching = 0.05;
    private const double Along = -0.015, Gap = 0.04, GapSpread = 0.015, HeightSpread = 0.008, Depth = 0.025, DepthSpread = 0.006, Least = 0.012, Spare = 0.004, PullPace = 0.8;

    // A sliding thermos is followed where it will be after so many steps.
    private const double Lead = 12;
    private const double Careful = 0.08, InPace = 0.5, InCalm = 0.4;

    // The opening between bar and body is not quite symmetric about the loop's middle.
    private const double Middle = -0.005;

    private readonly StickPullTask task;
    private readonly double gap, height, depth;
    private Vector3D? before;

    /// <summary>Draws what is particular to this expert.</summary>
    public StickPullExpert(StickPullTask task, long seed, double roughness)
        : base(task, Along, seed, roughness)
    {
        this.task = task;
        (gap, height, depth) = (Gap + Spread(GapSpread), Spread(HeightSpread), Depth + Spread(DepthSpread));
    }

    /// <inheritdoc/>
    protected override Intent Guide()
    {
        Vector3D loop = task.Loop + new Vector3D(0, Middle, height), lead = Lead * (task.Loop - (before ?? task.Loop));
        before = task.Loop;
        double away = loop.X - task.StickEnd.X;
        if (task.IsInserted && -away > Least)
            return Bring(Dragging(loop + lead)) with { Pace = PullPace };
        Vector3D on = Thread(loop + new Vector3D(-Reaching - gap, 0, 0), loop.X - Reaching + depth);
        return Bring(on + lead) with { Pace = away < Careful ? InPace : 1, Calm = Math.Clamp(away / Careful, InCalm, 1) };
    }

    // As far as the handle is from the goal the stick goes on, but not back out of the handle.
    private Vector3D Dragging(Vector3D soon)
    {
        Vector3D on = task.Stick + (task.Goal - task.Loop);
        return new(Math.Max(on.X, soon.X - Reaching + Least + Spare), on.Y, soon.Z);
    }
}
