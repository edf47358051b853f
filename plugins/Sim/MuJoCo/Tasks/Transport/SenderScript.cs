using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>What robot0 does: puts the lid aside, takes the hammer, holds it out, lets go once the other arm holds it, and rests.</summary>
internal sealed class SenderScript
{
    private const double LidHandleOnTable = 0.829, HandleGrip = 0.004, Fast = 0.6, LetGo = 0.06, LidLost = 0.05, LidHeld = 0.022, Empty = 0.015;
    private const int LongGrip = 25, LongWay = 70;
    private static readonly Vector3D AcrossTables = new(0, 1, 0), Usual = new(1, 0, 0);
    private readonly TransportTask task;
    private readonly TransportManner manner;
    private readonly Handover handover;

    private SenderScript(TransportTask task, TransportManner manner, Handover handover) => (this.task, this.manner, this.handover) = (task, manner, handover);

    /// <summary>Makes it.</summary>
    public static IReadOnlyList<Phase> Of(TransportTask task, TransportManner manner, Handover handover)
    {
        SenderScript script = new(task, manner, handover);
        return [.. script.Uncover(), .. script.Fetch(), .. script.HandOver()];
    }

    private Vector3D LidGrip => task.LidHandle.Position + (HandleGrip * Vector3D.Up);

    private bool LidIsLost => (task.LidHandle.Position - task.Sender.Grip.Position).Length > LidLost;

    private IEnumerable<Phase> Uncover()
    {
        Vector3D aside = manner.LidPlace, above = new(aside.X, aside.Y, manner.Clearance + 0.02), down = new(aside.X, aside.Y, LidHandleOnTable);
        yield return Move("over the lid", () => AtLid(manner.Hover));
        yield return Touch("at the lid", () => AtLid(0)) with { Pace = 0.5, AtMost = LongWay };
        yield return Grip("grip the lid", () => LidGrip) with { Until = () => task.Sender.Opening < LidHeld };
        yield return Carry("lift the lid", () => Straight(new Vector3D(task.StartBin.X, task.StartBin.Y, manner.Clearance))) with { Near = 0.03 };
        yield return Carry("carry the lid", () => Straight(above)) with { Near = 0.025 };
        yield return Carry("lower the lid", () => Straight(down)) with { Pace = 0.55, AtMost = 50 };
        yield return Touch("let the lid go", () => Straight(down)) with { AtLeast = 4, Until = () => task.Sender.Opening > LetGo };
        yield return Move("leave the lid", () => Straight(above)) with { Near = 0.06 };
    }

    private IEnumerable<Phase> Fetch()
    {
        yield return Move("over the hammer", () => AtHammer(handover.SenderPoint with { Z = manner.Clearance })) with { Near = 0.02, Lost = () => handover.IsOutOfReach, Back = "rest" };
        yield return Touch("at the hammer", () => AtHammer(handover.SenderPoint)) with { Pace = 0.65, AtMost = LongWay };
        yield return Grip("grip the hammer", () => handover.SenderPoint) with { Until = () => handover.SenderHas, Lost = () => task.Sender.Opening < Empty, Back = "over the hammer" };
        yield return Lift("lift the hammer", () => AtHammer(task.Sender.Grip.Position with { Z = manner.Clearance + 0.05 })) with { Until = () => handover.IsRaised };
    }

    private IEnumerable<Phase> HandOver()
    {
        yield return Lift("to the middle", () => Straight(handover.SenderMeeting)) with { Near = 0.02 };
        yield return Hold("offer", () => Straight(handover.SenderMeeting)) with { Until = () => handover.ReceiverHas };
        yield return Hold("make sure", () => Straight(handover.SenderMeeting)) with { AtLeast = 4 + manner.Pause, Until = () => handover.ReceiverHas };
        yield return Touch("let the hammer go", () => Straight(handover.SenderMeeting)) with { AtLeast = 4, Until = () => task.Sender.Opening > LetGo };
        yield return Move("retreat", () => Straight(handover.SenderMeeting + new Vector3D(0, -0.02, 0.13))) with { Near = 0.04 };
        yield return Move("rest", () => Straight(new Vector3D(0, -0.37, 1.15)));
    }

    private Phase Move(string name, Func<Pose> goal) => new(name, goal) { Pace = manner.SenderPace, RotationPace = Fast, Near = 0.015 };

    private Phase Touch(string name, Func<Pose> goal) => new(name, goal) { Pace = manner.SenderPace, RotationPace = Fast, Calm = 0.5, Near = 0.009, Aligned = 0.08 };

    private Phase Grip(string name, Func<Vector3D> place) =>
        Touch(name, () => DownwardGrasp.AsNow(place(), task.Sender.Grip)) with { Closed = true, AtLeast = 4 + manner.Pause, AtMost = LongGrip };

    private Phase Carry(string name, Func<Pose> goal) => Move(name, goal) with { Closed = true, Calm = 0.7, Lost = () => LidIsLost, Back = "over the lid" };

    // Until the other arm could have it, a hammer that slipped away is fetched again.
    private Phase Lift(string name, Func<Pose> goal) => Move(name, goal) with { Closed = true, Calm = 0.7, Lost = () => !handover.SenderHas, Back = "over the hammer" };

    private static Phase Hold(string name, Func<Pose> goal) => new(name, goal) { Closed = true, Calm = 0.4, Pace = 0.3 };

    private Pose AtLid(double above) => Across(LidGrip + (above * Vector3D.Up), task.LidHandle.Orientation.Turn(AcrossTables));

    private Pose AtHammer(Vector3D place) => Across(place, handover.Along);

    private static Pose Straight(Vector3D place) => Across(place, AcrossTables);

    private static Pose Across(Vector3D place, Vector3D along) => DownwardGrasp.Across(place, along, Usual);
}
