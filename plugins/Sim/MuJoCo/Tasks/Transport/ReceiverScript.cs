using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>What robot1 does: clears the cube away, waits until the hammer is held out, takes it, waits until the other arm is off it, and lays it into its bin.</summary>
internal sealed class ReceiverScript
{
    private const double Fast = 0.6, LetGo = 0.06, TrashLost = 0.04, TrashHeld = 0.0405, Empty = 0.02, LaidHeight = 0.838, BinHalf = 0.15;
    private const int LongGrip = 25, LongWay = 70;
    private static readonly Vector3D AcrossTables = new(0, 1, 0), Usual = new(-1, 0, 0);
    private readonly TransportTask task;
    private readonly TransportManner manner;
    private readonly Handover handover;

    private ReceiverScript(TransportTask task, TransportManner manner, Handover handover) => (this.task, this.manner, this.handover) = (task, manner, handover);

    /// <summary>Makes it.</summary>
    public static IReadOnlyList<Phase> Of(TransportTask task, TransportManner manner, Handover handover)
    {
        ReceiverScript script = new(task, manner, handover);
        return [.. script.ClearAway(), .. script.Take(), .. script.LayDown()];
    }

    private Vector3D Trash => task.Trash.Position;

    private bool TrashIsLost => (Trash - task.Receiver.Grip.Position).Length > TrashLost;

    private bool TrashIsLeftBehind => Math.Abs(Trash.X - task.TargetBin.X) < BinHalf && Math.Abs(Trash.Y - task.TargetBin.Y) < BinHalf;

    // The middle of the whole hammer comes over the middle of the bin.
    private Vector3D OverTarget
    {
        get
        {
            Vector3D fromHammer = task.Receiver.Grip.Position - handover.Handle - (Hammer.MiddleTowardsHead * task.Payload.Orientation.Turn(Vector3D.Up));
            return new Vector3D(task.TargetBin.X + fromHammer.X, task.TargetBin.Y + fromHammer.Y, manner.Clearance + 0.02);
        }
    }

    private IEnumerable<Phase> ClearAway()
    {
        yield return Move("over the trash", () => AtTrash(Trash with { Z = manner.Clearance })) with { Near = 0.02 };
        yield return Touch("at the trash", () => AtTrash(Trash)) with { Pace = 0.65, AtMost = LongWay };
        yield return Grip("grip the trash", () => Trash) with { Until = () => task.Receiver.Opening < TrashHeld };
        yield return CarryTrash("lift the trash", () => Straight(Trash with { Z = manner.Clearance + 0.01 })) with { Near = 0.03 };
        yield return CarryTrash("carry the trash", () => Straight(Over(task.TrashBin, manner.Clearance + 0.01))) with { Near = 0.04 };
        yield return CarryTrash("lower the trash", () => Straight(Over(task.TrashBin, manner.TrashHeight))) with { Near = 0.03 };
        yield return Touch("let the trash go", () => Straight(Over(task.TrashBin, manner.TrashHeight))) with { AtLeast = 4, Until = () => task.Receiver.Opening > LetGo };
        yield return Move("leave the trash", () => Straight(Over(task.TrashBin, manner.Clearance))) with { Near = 0.03, Lost = () => TrashIsLeftBehind, Back = "over the trash" };
    }

    private IEnumerable<Phase> Take()
    {
        yield return Move("wait for the hammer", () => Straight(manner.WaitingPlace)) with { Until = () => handover.Offered };
        yield return Move("over the handle", () => AtHammer(manner.Hover)) with { Calm = 0.7 };
        yield return Touch("at the handle", () => AtHammer(0)) with { Pace = 0.5, AtMost = LongWay };
        yield return Grip("close around the handle", () => handover.ReceiverPoint) with { Until = () => handover.ReceiverHas, Lost = () => task.Receiver.Opening < Empty, Back = "over the handle" };
        yield return Touch("hold the handle", () => Straight(task.Receiver.Grip.Position)) with { Closed = true, Pace = 0.2, Until = () => handover.SenderLetGo };
    }

    private IEnumerable<Phase> LayDown()
    {
        yield return Carry("away with the hammer", () => Straight(manner.WaitingPlace)) with { Near = 0.08 };
        yield return Carry("over the bin", () => Straight(OverTarget)) with { Near = 0.025 };
        yield return Carry("into the bin", () => Straight(OverTarget with { Z = LaidHeight })) with { Near = 0.012, Pace = 0.65, AtMost = 50 };
        yield return Touch("let the hammer go", () => Straight(task.Receiver.Grip.Position)) with { AtLeast = 4, Until = () => task.Receiver.Opening > LetGo };
        yield return Move("leave the hammer", () => Straight(Over(task.TargetBin, manner.Clearance + 0.06)));
    }

    private Phase Move(string name, Func<Pose> goal) => new(name, goal) { Pace = manner.ReceiverPace, RotationPace = Fast, Near = 0.015 };

    private Phase Touch(string name, Func<Pose> goal) => new(name, goal) { Pace = manner.ReceiverPace, RotationPace = Fast, Calm = 0.5, Near = 0.009, Aligned = 0.08 };

    private Phase Grip(string name, Func<Vector3D> place) =>
        Touch(name, () => DownwardGrasp.AsNow(place(), task.Receiver.Grip)) with { Closed = true, AtLeast = 4 + manner.Pause, AtMost = LongGrip };

    private Phase Carry(string name, Func<Pose> goal) => Move(name, goal) with { Closed = true, Calm = 0.7 };

    private Phase CarryTrash(string name, Func<Pose> goal) => Carry(name, goal) with { Lost = () => TrashIsLost, Back = "over the trash" };

    private Pose AtTrash(Vector3D place) => Across(place, DownwardGrasp.SideNearest(task.Trash.Orientation, AcrossTables));

    private Pose AtHammer(double above) => Across(handover.ReceiverPoint + (above * Vector3D.Up), handover.Along);

    private static Pose Straight(Vector3D place) => Across(place, AcrossTables);

    private static Pose Across(Vector3D place, Vector3D along) => DownwardGrasp.Across(place, along, Usual);

    private static Vector3D Over(Vector3D bin, double height) => new(bin.X, bin.Y, height);
}
