namespace DiffOG.Constraints.Bounds;

/// <summary>How bounds change between two entries of the schedule.</summary>
public enum Interpolation
{
    /// <summary>They jump when an entry begins.</summary>
    None,

    /// <summary>They go over evenly from one entry's to the next one's. The bounds outside the schedule count as an entry at time 0.</summary>
    Linear,
}

/// <summary>The bounds of several values over time.</summary>
/// <param name="times">[K] when entries begin [s], ascending; the first one is −∞ and holds the bounds outside the schedule.</param>
/// <param name="bounds">[K][C].</param>
/// <param name="interpolate">How bounds go from entry to entry.</param>
public sealed class Timeline(double[] times, Interval[][] bounds, Interpolation interpolate)
{
    /// <summary>When entries begin [s], ascending; empty where nothing changes.</summary>
    public IReadOnlyList<double> Changes { get; } = times[1..];

    /// <summary>The bounds at one time.</summary>
    /// <param name="time">Since the start of the episode [s].</param>
    public Moment At(double time)
    {
        int entry = EntryAt(time);
        if (interpolate == Interpolation.None || entry == times.Length - 1)
            return new Moment(bounds[entry], null, 0);
        double start = Math.Max(times[entry], 0), end = times[entry + 1];
        return new Moment(bounds[entry], bounds[entry + 1], Math.Clamp((time - start) / (end - start), 0, 1));
    }

    /// <summary>The last entry that has begun. A step on the border, up to rounding of its time, belongs to the later entry.</summary>
    private int EntryAt(double time)
    {
        double rounding = 1e-9 * Math.Max(1, Math.Abs(time));
        int entry = 0;
        while (entry + 1 < times.Length && times[entry + 1] <= time + rounding)
            entry++;
        return entry;
    }
}

/// <summary>The bounds of several values at one time.</summary>
public readonly struct Moment
{
    private readonly Interval[] begun;
    private readonly Interval[]? next;
    private readonly double share;

    internal Moment(Interval[] begun, Interval[]? next, double share) => (this.begun, this.next, this.share) = (begun, next, share);

    /// <summary>The bounds of the c-th value.</summary>
    /// <param name="c">0 to C − 1.</param>
    public Interval this[int c] => next is null ? begun[c] : begun[c].Towards(next[c], share);
}
