using System.Diagnostics;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>
/// Takes times. What else the machine does makes them longer, never shorter: the time of one instance is the shortest of
/// several, and medians and percentiles are over instances.
/// </summary>
/// <param name="seconds">About how long one figure is measured at most.</param>
internal sealed class Clock(double seconds)
{
    private const int FewestRepeats = 2, MostRepeats = 25;

    /// <summary>The time of every instance [µs], one after the other.</summary>
    /// <param name="count">Instances.</param>
    /// <param name="work">On one of them.</param>
    internal double[] Each(int count, Action<int> work)
    {
        double[] shortest = [.. Enumerable.Range(0, count).Select(i => Time(() => work(i)))];
        int repeats = Repeats(shortest.Sum());
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < repeats; k++)
                shortest[i] = Math.Min(shortest[i], Time(() => work(i)));
        }
        return shortest;
    }

    /// <summary>The times of one work [µs], ascending.</summary>
    internal double[] Series(Action work)
    {
        int repeats = 2 * Repeats(Time(work));
        double[] times = [.. Enumerable.Range(0, repeats).Select(_ => Time(work))];
        Array.Sort(times);
        return times;
    }

    /// <summary>What is in the middle.</summary>
    internal static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>What this share of the values is below.</summary>
    internal static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    private int Repeats(double microseconds) => (int)Math.Clamp(1e6 * seconds / microseconds, FewestRepeats, MostRepeats);

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
