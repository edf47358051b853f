using DiffOG.Specs;

namespace DiffOG.Simulation;

/// <summary>What a simulated task offers.</summary>
/// <param name="Observations">What one observation consists of.</param>
/// <param name="Action">What one action consists of.</param>
/// <param name="Rate">Control steps per second [Hz].</param>
/// <param name="MaxSteps">The number of control steps after which an episode ends.</param>
/// <param name="Cameras">The cameras that can be rendered, the one for films first; empty where none can.</param>
public sealed record TaskSpec(ObservationSpec Observations, ActionSpec Action, double Rate, int MaxSteps, IReadOnlyList<CameraSpec> Cameras)
{
    /// <summary>What <see cref="TimeStep.Score"/> measures, for tables and axes; for example <c>coverage</c>.</summary>
    public string ScoreName { get; init; } = "success";
}

/// <summary>Where in an episode a step stands.</summary>
public enum StepKind
{
    /// <summary>Right after a reset.</summary>
    First,

    /// <summary>In between.</summary>
    Mid,

    /// <summary>The episode is over; only a reset may follow.</summary>
    Last,
}

/// <summary>What the world answers to a reset or an action, apart from what is seen.</summary>
/// <param name="Kind">Where in the episode.</param>
/// <param name="Success">Whether the task is fulfilled now.</param>
/// <param name="Score">How well it is fulfilled now, 0 to 1; an episode's score is the largest one seen.</param>
public readonly record struct StepOutcome(StepKind Kind, bool Success, double Score);

/// <summary>What the world answers to a reset or an action.</summary>
/// <param name="Kind">Where in the episode.</param>
/// <param name="Observation">What is seen now.</param>
/// <param name="Success">Whether the task is fulfilled now.</param>
/// <param name="Score">How well it is fulfilled now, 0 to 1; an episode's score is the largest one seen.</param>
public sealed record TimeStep(StepKind Kind, Observation Observation, bool Success, double Score);

/// <summary>A full state of the simulated world: restoring it continues as if nothing had been between, to the bit.</summary>
/// <param name="Values">All numbers, in an order that only the simulator knows.</param>
public sealed record SimulatorState(double[] Values);

/// <summary>
/// A simulated task. Equal seeds and equal actions give equal episodes on one machine. One instance belongs to one
/// thread at a time; several instances may run side by side.
/// </summary>
public interface ISimulator : IDisposable
{
    /// <summary>What the task offers.</summary>
    TaskSpec Spec { get; }

    /// <summary>
    /// [D] the command in force before the next one: the last action, and right after a reset the one that holds the
    /// robot where it is (zero for relative actions, the present position for absolute ones).
    /// </summary>
    ReadOnlyMemory<double> CommandInForce { get; }

    /// <summary>Begins an episode.</summary>
    /// <param name="seed">Decides everything random in the episode.</param>
    /// <param name="observation">[O] receives what is seen.</param>
    /// <exception cref="ArgumentException">The length is not O.</exception>
    StepOutcome Reset(long seed, Memory<double> observation);

    /// <summary>
    /// Executes one action for one control step. After a refused action the world is as it was. Allocates nothing once
    /// warm, so that worlds side by side do not wait for the garbage collector.
    /// </summary>
    /// <param name="action">[D] raw; clipped to the range of the spec.</param>
    /// <param name="observation">[O] receives what is seen.</param>
    /// <exception cref="InvalidOperationException">No episode has begun, or it is over.</exception>
    /// <exception cref="ArgumentException">A length is not D or O, or a value is not finite.</exception>
    StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation);

    /// <summary>A picture of the world as it is.</summary>
    /// <param name="camera">One of <see cref="TaskSpec.Cameras"/>.</param>
    /// <param name="width">[pixels].</param>
    /// <param name="height">[pixels].</param>
    /// <exception cref="Diagnostics.DiffOGException">This machine cannot render; the message says what is missing.</exception>
    Image Render(string camera, int width, int height);

    /// <summary>The state of the world and the episode.</summary>
    SimulatorState SaveState();

    /// <summary>Goes back to a state.</summary>
    /// <param name="state">What <see cref="SaveState"/> of the same task returned.</param>
    void RestoreState(SimulatorState state);

    /// <summary>A scripted expert for this very world, or null where there is none. It sees the whole state.</summary>
    /// <param name="seed">Decides everything random in its behaviour.</param>
    IDemonstrator? CreateDemonstrator(long seed);
}

/// <summary>A scripted expert.</summary>
public interface IDemonstrator
{
    /// <summary>The action for the world as it is now; called once a control step, from the episode's start on.</summary>
    /// <returns>[D] raw.</returns>
    double[] Act();
}
