using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Robots.Loopback;

/// <summary>
/// A robot in memory that goes exactly where it is told, within range and step limits. It lets a control loop, a policy
/// and a refiner be tried together before a real arm is at hand. Commands are absolute joint angles.
/// </summary>
internal sealed class LoopbackRobot : IRobot
{
    private readonly TimeProvider clock;
    private readonly double[] joints;
    private long? connectedAt;

    internal LoopbackRobot(LoopbackOptions options, TimeProvider clock)
    {
        this.clock = clock;
        joints = new double[options.Joints];
        Array.Fill(joints, Math.Clamp(0, options.Minimum, options.Maximum));
        Spec = new RobotSpec(
            "loopback",
            new ObservationSpec([new ObservationEntry("joint_positions", options.Joints, "rad")]),
            new ActionSpec(ActionMode.Absolute, [.. Enumerable.Range(1, options.Joints).Select(j => new ActionDimension($"joint{j}", ActionGroup.Joint, "rad", options.Minimum, options.Maximum))]),
            options.Rate,
            [.. Enumerable.Repeat(options.LargestStep, options.Joints)]);
    }

    public RobotSpec Spec { get; }

    public Task ConnectAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        connectedAt = clock.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task<RobotState> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(new RobotState(new Observation([.. joints]), clock.GetElapsedTime(Connected())));
    }

    public Task<double[]> SendAsync(ReadOnlyMemory<double> action, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Connected();
        if (action.Length != joints.Length)
            throw new DiffOGException("DOG2002", $"A command for {joints.Length} joints has {action.Length} values.", "Send one value per joint, in the order of the robot's action spec.");
        for (int j = 0; j < joints.Length; j++)
        {
            if (!double.IsFinite(action.Span[j]))
                throw new DiffOGException("DOG2001", $"The command for '{Spec.Action.Dimensions[j].Name}' is {action.Span[j]}; nothing was sent.", "Find where the value came from: a policy or refiner returned something that is not a number.");
        }
        for (int j = 0; j < joints.Length; j++)
            joints[j] = Limited(j, action.Span[j]);
        return Task.FromResult<double[]>([.. joints]);
    }

    /// <summary>It stands still unless it is told to move, so there is nothing to bring to a stop.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        connectedAt = null;
        return ValueTask.CompletedTask;
    }

    private double Limited(int joint, double wanted)
    {
        double step = Spec.LargestStep[joint];
        double near = Math.Clamp(wanted, joints[joint] - step, joints[joint] + step);
        return Math.Clamp(near, Spec.Action.Dimensions[joint].Minimum, Spec.Action.Dimensions[joint].Maximum);
    }

    private long Connected() => connectedAt ?? throw new InvalidOperationException("Connect the robot first.");
}
