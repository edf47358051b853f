using System.Diagnostics;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>What is timed.</summary>
/// <param name="Count">Instances.</param>
/// <param name="Run">Works on one of them.</param>
internal sealed record Work(int Count, Action<int> Run);

/// <summary>
/// Takes times. What else the machine does makes them longer, never shorter: the time of one instance is the shortest of
/// several, and medians and percentiles are over instances. Works that are compared take turns, so that a busy moment
/// meets all of them.
/// </summary>
/// <param name="seconds">About how long one work is measured at most.</param>
internal sealed class Clock(double seconds)
{
    private const int FewestRepeats = 2, MostRepeats = 25, Turns = 4;

    /// <summary>The time of every instance of every work [µs].</summary>
    internal double[][] InTurns(params IReadOnlyList<Work> works)
    {
        double[][] shortest = [.. works.Select(w => Enumerable.Range(0, w.Count).Select(i => Time(() => w.Run(i))).ToArray())];
        int[] repeats = [.. shortest.Select(s => Repeats(s.Sum()))];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int k = 0; k < works.Count; k++)
                Again(works[k], shortest[k], (repeats[k] * (turn + 1) / Turns) - (repeats[k] * turn / Turns));
        }
        return shortest;
    }

    /// <summary>The times of one work [µs], ascending.</summary>
    internal double[] Series(Action work)
    {
        double first = Time(work);
        return [.. Enumerable.Range(0, Repeats(first)).Select(_ => Time(work)).Append(first).Order()];
    }

    /// <summary>What is in the middle.</summary>
    internal static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>What this share of the values is below.</summary>
    internal static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    private static void Again(Work work, double[] shortest, int repeats)
    {
        for (int i = 0; i < work.Count; i++)
        {
            for (int k = 0; k < repeats; k++)
                shortest[i] = Math.Min(shortest[i], Time(() => work.Run(i)));
        }
    }

    private int Repeats(double microseconds) => (int)Math.Clamp(1e6 * seconds / microseconds, FewestRepeats, MostRepeats);

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
