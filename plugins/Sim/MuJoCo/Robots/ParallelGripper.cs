using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>
/// Two opposed fingers driven by one command, of which only the sign counts: negative opens, positive closes. A set
/// point moves evenly within [−1, 1] and maps to the fingers' range.
/// </summary>
internal sealed class ParallelGripper
{
    private readonly MjData data;
    private readonly int left, right;
    private double setPoint;
    private int direction;

    /// <summary>Takes hold of a gripper.</summary>
    /// <param name="data">The world.</param>
    /// <param name="leftFinger">The joint that moves from 0 (closed) to +stroke; its servo has the same name.</param>
    /// <param name="rightFinger">The joint that moves from 0 (closed) to −stroke.</param>
    public ParallelGripper(MjData data, string leftFinger, string rightFinger)
    {
        this.data = data;
        (left, right) = (data.Model.Id(MjObject.Actuator, leftFinger), data.Model.Id(MjObject.Actuator, rightFinger));
    }

    /// <summary>How far each finger moves from the middle [m].</summary>
    public required double Stroke { get; init; }

    /// <summary>How far the set point moves in a physics step: at 0.01 and 2 ms, the whole stroke takes 0.4 s.</summary>
    public required double Speed { get; init; }

    /// <summary>The length of what is remembered.</summary>
    public static int MemorySize => 2;

    /// <summary>Holds the fingers where they are.</summary>
    /// <param name="opening">How far each is from the middle [m].</param>
    public void HoldAt(double opening) => (setPoint, direction) = (1 - (2 * opening / Stroke), 0);

    /// <summary>Takes a command.</summary>
    public void Command(double value) => direction = Math.Sign(value);

    /// <summary>Sets the servos for the next physics step.</summary>
    public void Control()
    {
        setPoint = Math.Clamp(setPoint + (Speed * direction), -1, 1);
        double opening = Stroke * (1 - setPoint) / 2;
        Span<double> ctrl = data.Ctrl;
        (ctrl[left], ctrl[right]) = (opening, -opening);
    }

    /// <summary>Writes what is remembered.</summary>
    public void Save(Span<double> target) => (target[0], target[1]) = (setPoint, direction);

    /// <summary>Takes back what was remembered.</summary>
    public void Restore(ReadOnlySpan<double> source) => (setPoint, direction) = (source[0], (int)source[1]);
}
