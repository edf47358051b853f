using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.PushT;

namespace DiffOG.Simulation.MuJoCo.Tests.PushT;

/// <summary>How far the simulator is from the recording after a step.</summary>
/// <param name="Block">Distance of the block's centre of gravity [px].</param>
/// <param name="Turn">Difference of its angle [rad].</param>
/// <param name="Tip">Distance of the tip [px].</param>
/// <param name="Moved">How far the block moved in the recorded step: centre of gravity, plus 45 px a radian [px].</param>
internal readonly record struct StepError(double Block, double Turn, double Tip, double Moved);

/// <summary>Plays recorded targets in the simulator and compares.</summary>
internal sealed class Replay(MuJoCoLibrary library) : IDisposable
{
    private readonly PushTTask task = new(library, new PushTOptions());

    /// <summary>Each step from its own recorded state. The tip's velocity, which was not recorded, follows from the targets before.</summary>
    internal IEnumerable<StepError> Steps(RecordedStep[] episode)
    {
        task.Physics.Reset(() => { });
        PlanarPoint velocity = default;
        for (int i = 0; i + 1 < episode.Length; i++)
        {
            task.Place(episode[i].Tip, velocity, episode[i].Block);
            task.Begin();
            Act(episode[i].Target);
            velocity = task.TipVelocity;
            yield return Compare(episode[i], episode[i + 1]);
        }
    }

    /// <summary>The whole episode from its first state: the largest coverage, that before the last target, and the error there.</summary>
    internal (double Coverage, double Before, StepError Last) Whole(RecordedStep[] episode)
    {
        task.Physics.Reset(() => task.Place(episode[0].Tip, default, episode[0].Block));
        task.Begin();
        double best = 0, before = 0;
        StepError last = default;
        for (int i = 0; i < episode.Length; i++)
        {
            if (i > 0)
                last = Compare(episode[i - 1], episode[i]);
            before = task.Judge().Score;
            Act(episode[i].Target);
            best = Math.Max(best, task.Judge().Score);
        }
        return (best, before, last);
    }

    public void Dispose() => task.Dispose();

    private void Act(PlanarPoint target)
    {
        task.Command([target.X, target.Y]);
        task.Physics.Advance(task.Substep);
        task.Finish();
    }

    private StepError Compare(RecordedStep before, RecordedStep after)
    {
        PlanarPoint recorded = after.Block.ToPicture(TBlock.CentreOfGravity);
        double moved = (recorded - before.Block.ToPicture(TBlock.CentreOfGravity)).Length + (45 * Turn(after.Block.Angle, before.Block.Angle));
        return new StepError((task.Block.ToPicture(TBlock.CentreOfGravity) - recorded).Length, Turn(task.Block.Angle, after.Block.Angle), (task.Tip - after.Tip).Length, moved);
    }

    private static double Turn(double a, double b) => Math.Abs(Math.IEEERemainder(a - b, 2 * Math.PI));
}
