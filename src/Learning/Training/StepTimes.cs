namespace DiffOG.Learning.Training;

/// <summary>What the time of a step went to; zero where no clock was given.</summary>
/// <param name="Waiting">Until the step's windows were there. What was read ahead costs nothing here.</param>
/// <param name="Computing">Everything else: tensors, network, gradients, optimiser.</param>
public readonly record struct StepTimes(TimeSpan Waiting, TimeSpan Computing);

/// <summary>A stopwatch with the clock it is given.</summary>
/// <param name="time">The clock; null: no time passes.</param>
internal sealed class StepWatch(TimeProvider? time)
{
    private long mark;
    private TimeSpan waiting;
    private TimeSpan computing;

    /// <summary>A step begins.</summary>
    internal void Begin() => (waiting, computing, mark) = (TimeSpan.Zero, TimeSpan.Zero, Now);

    /// <summary>The time until now was spent waiting.</summary>
    internal void Waited() => waiting += Lap();

    /// <summary>The time until now was spent computing.</summary>
    internal void Computed() => computing += Lap();

    /// <summary>What the step's time went to.</summary>
    internal StepTimes Times => new(waiting, computing);

    private long Now => time?.GetTimestamp() ?? 0;

    private TimeSpan Lap()
    {
        long start = mark;
        mark = Now;
        return time?.GetElapsedTime(start, mark) ?? TimeSpan.Zero;
    }
}
