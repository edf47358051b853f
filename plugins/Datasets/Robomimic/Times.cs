namespace DiffOG.Datasets.Robomimic;

/// <summary>When steps were recorded: robosuite's states begin with the simulated time.</summary>
internal static class Times
{
    /// <summary>When the steps of a demonstration were recorded [s]; null where the first column of its states does not grow from step to step as time does.</summary>
    internal static double[]? Of(Demo demo)
    {
        if (demo.TimedStates is not { } states || states.Steps != demo.Actions.Steps)
            return null;
        double[] rows = states.Read(0, states.Steps);
        double[] times = [.. Enumerable.Range(0, states.Steps).Select(t => rows[t * states.Width])];
        return times.Zip(times.Skip(1)).All(p => p.First < p.Second) && times[0] >= 0 ? times : null;
    }

    /// <summary>The rate that the times of the first demonstration say [Hz]: one over the median of their differences; null where there are none.</summary>
    internal static double? RateOf(IReadOnlyList<Demo> demos)
    {
        if (Of(demos[0]) is not { Length: > 1 } times)
            return null;
        double[] differences = [.. times.Zip(times.Skip(1), (a, b) => b - a).Order()];
        // Times are sums of time steps: what they are off by has no business in the rate.
        return Math.Round(1 / differences[differences.Length / 2], 3);
    }
}
