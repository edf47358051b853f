using DiffOG.Specs;

namespace DiffOG.Robots;

/// <summary>What a robot measures and accepts; readable before connecting.</summary>
/// <param name="Model">The model's name, for example <c>UR5e</c>.</param>
/// <param name="Observations">What one state consists of.</param>
/// <param name="Action">What one command consists of.</param>
/// <param name="Rate">The control rate it is made for [Hz].</param>
/// <param name="LargestStep">[D] the largest change between consecutive commands that the driver lets through [unit of the dimension]; the driver applies it unless it was switched off on purpose.</param>
public sealed record RobotSpec(string Model, ObservationSpec Observations, ActionSpec Action, double Rate, IReadOnlyList<double> LargestStep);

/// <summary>What a robot measured.</summary>
/// <param name="Observation">The measured values.</param>
/// <param name="Timestamp">When it was measured, on the robot's clock since connecting.</param>
public sealed record RobotState(Observation Observation, TimeSpan Timestamp);

/// <summary>
/// A robot arm. Order of calls: connect, then read and send in any order, then stop. Limits are on by default. Every
/// call that fails throws <see cref="Diagnostics.DiffOGException"/>; disposing stops the robot first.
/// </summary>
public interface IRobot : IAsyncDisposable
{
    /// <summary>What it measures and accepts.</summary>
    RobotSpec Spec { get; }

    /// <summary>Opens the connection and checks that the device is the one that was configured.</summary>
    /// <param name="cancellation">Gives up.</param>
    Task ConnectAsync(CancellationToken cancellation = default);

    /// <summary>Reads the latest state.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    Task<RobotState> ReadAsync(CancellationToken cancellation = default);

    /// <summary>Sends a command.</summary>
    /// <param name="action">[D] raw; a value that is not finite is refused.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>[D] what was really sent, after limits.</returns>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    Task<double[]> SendAsync(ReadOnlyMemory<double> action, CancellationToken cancellation = default);

    /// <summary>Brings the robot to a stop and keeps it there. May be called at any time, also twice.</summary>
    /// <param name="cancellation">Gives up.</param>
    Task StopAsync(CancellationToken cancellation = default);
}
