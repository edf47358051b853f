using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>What each arm sees of the other, and where each takes the hammer: the sender at its own end of the handle, the receiver at the other.</summary>
/// <param name="task">The world.</param>
/// <param name="manner">Says where they meet.</param>
internal sealed class Handover(TransportTask task, TransportManner manner)
{
    // From the handle's middle [m]. The sender's is small, because its palm must fit between the walls of its bin where the
    // hammer lies askew; together they keep the hands apart.
    private const double SenderOffset = 0.042, ReceiverOffset = 0.064;

    // [m] between the fingers: around the handle, and wide open.
    private const double HeldFrom = 0.024, HeldTo = 0.0305, Open = 0.055;
    private const double AtHand = 0.05, AtMeeting = 0.035, Straight = 0.2, Away = 0.07, Raised = 0.98;

    /// <summary>The middle of the handle.</summary>
    public Vector3D Handle => task.Payload.Position;

    /// <summary>Where the handle points, towards the receiver's table.</summary>
    public Vector3D Along
    {
        get
        {
            Vector3D toHead = task.Payload.Orientation.Turn(Vector3D.Up);
            return toHead.Y < 0 ? -toHead : toHead;
        }
    }

    /// <summary>Where the sender holds it.</summary>
    public Vector3D SenderPoint => Handle - (SenderOffset * Along);

    /// <summary>Where the receiver holds it.</summary>
    public Vector3D ReceiverPoint => Handle + (ReceiverOffset * Along);

    /// <summary>Where the sender's hand is when the handle is where they meet.</summary>
    public Vector3D SenderMeeting => manner.Meeting - new Vector3D(0, SenderOffset, 0);

    /// <summary>Whether the hammer moves with the sender's hand.</summary>
    public bool SenderHas => Holds(task.Sender, SenderPoint);

    /// <summary>Whether the hammer moves with the receiver's hand.</summary>
    public bool ReceiverHas => Holds(task.Receiver, ReceiverPoint);

    /// <summary>Whether the sender holds the hammer out to the receiver.</summary>
    public bool Offered =>
        SenderHas && (Handle - manner.Meeting).Length < AtMeeting && Math.Abs(Along.X) < Straight && Math.Abs(Along.Z) < Straight;

    /// <summary>Whether the sender's hand is open and off the hammer, on its way or already at rest.</summary>
    public bool SenderLetGo => task.Sender.Opening > Open && (task.Sender.Grip.Position - SenderPoint).Length > Away;

    /// <summary>Whether the hammer is above the bins.</summary>
    public bool IsRaised => Handle.Z > Raised;

    /// <summary>Whether the hammer fell beside the tables, where no arm gets it.</summary>
    public bool IsOutOfReach => Handle.Z < TransportTask.TableTop;

    private static bool Holds(PandaArm arm, Vector3D point) =>
        arm.Opening is > HeldFrom and < HeldTo && (arm.Grip.Position - point).Length < AtHand;
}
