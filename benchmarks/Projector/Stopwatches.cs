using System.Diagnostics;

namespace DiffOG.Benchmarks.Projector;

/// <summary>Times several works in turns, so that what else the machine does meets all of them.</summary>
/// <param name="rounds">Turns.</param>
/// <param name="repeats">Calls in a turn.</param>
internal sealed class Stopwatches(int rounds = 15, int repeats = 20)
{
    private readonly List<(string Name, Action Work, List<double> Times)> works = [];

    /// <summary>The median [µs].</summary>
    internal double this[string name] => works.Single(w => w.Name == name).Times.Order().ElementAt(rounds * repeats / 2);

    internal void Add(string name, Action work) => works.Add((name, work, new List<double>(rounds * repeats)));

    /// <summary>Once without counting, to bring code and data near, then counting, in every round.</summary>
    internal void Run()
    {
        foreach ((_, Action work, _) in works)
            Repeat(work, repeats, null);
        for (int round = 0; round < rounds; round++)
        {
            foreach ((_, Action work, List<double> times) in works)
            {
                work();
                Repeat(work, repeats, times);
            }
        }
    }

    private static void Repeat(Action work, int count, List<double>? times)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            times?.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }
}
