using System.Diagnostics;

namespace DiffOG.Benchmarks.Vision;

/// <summary>Times works in turns by the processor's time, which other processes change less than they change the wall's.</summary>
internal static class ProcessorClock
{
    /// <summary>The median of every work [ms], after one uncounted round.</summary>
    internal static double[] Medians(int rounds, params Action[] works)
    {
        double[][] times = [.. works.Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < works.Length; i++)
            {
                double time = Time(works[i]);
                if (round >= 0)
                    times[i][round] = time;
            }
        }
        return [.. times.Select(t => t.Order().ElementAt(rounds / 2))];
    }

    private static double Time(Action work)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }
}
