using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>What is a matter of taste in one demonstration: speeds, heights, places, pauses. None of it is needed to succeed.</summary>
internal sealed class TransportManner
{
    /// <summary>Draws one.</summary>
    /// <param name="habit">Decides.</param>
    public TransportManner(Variation habit)
    {
        SenderPace = habit.Around(0.80, 0.09);
        ReceiverPace = habit.Around(0.72, 0.12);
        Hover = habit.Around(0.09, 0.02);
        Clearance = habit.Around(1.045, 0.025);
        LidPlace = new Vector3D(habit.Around(-0.2, 0.025), habit.Around(-0.45, 0.02), TransportTask.TableTop);
        Meeting = new Vector3D(habit.Around(0, 0.05), habit.Around(0, 0.015), habit.Around(1.09, 0.03));
        TrashHeight = habit.Around(0.91, 0.03);
        WaitingPlace = Meeting + new Vector3D(habit.Around(0, 0.04), habit.Around(0.24, 0.03), habit.Around(0.09, 0.03));
        Pause = habit.Pause(1, 6);
    }

    /// <summary>The fastest translation of the arm that gives, as a part of a full command.</summary>
    public double SenderPace { get; }

    /// <summary>The fastest translation of the arm that takes.</summary>
    public double ReceiverPace { get; }

    /// <summary>How far above things a hand gets ready [m].</summary>
    public double Hover { get; }

    /// <summary>The height at which hands pass over bins [m].</summary>
    public double Clearance { get; }

    /// <summary>Where on its table the lid is put.</summary>
    public Vector3D LidPlace { get; }

    /// <summary>Where the hammer's handle is when it changes hands.</summary>
    public Vector3D Meeting { get; }

    /// <summary>The height from which the cube is dropped into its bin [m].</summary>
    public double TrashHeight { get; }

    /// <summary>Where the receiving hand waits.</summary>
    public Vector3D WaitingPlace { get; }

    /// <summary>How long a hand makes sure that it holds something [control steps].</summary>
    public int Pause { get; }
}
