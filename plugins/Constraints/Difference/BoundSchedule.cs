using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Constraints.Difference;

/// <summary>The bounds of every constrained dimension over time, names resolved and checked.</summary>
/// <param name="Constrained">[C] the bounded dimensions, ascending.</param>
/// <param name="Times">[K] when entries begin, ascending; the first one is −∞ and holds the bounds outside the schedule.</param>
/// <param name="Bounds">[K][C].</param>
/// <param name="Interpolate">How bounds go from entry to entry.</param>
/// <param name="Dimensions">D.</param>
internal sealed record BoundSchedule(IReadOnlyList<int> Constrained, double[] Times, Interval[][] Bounds, Interpolation Interpolate, int Dimensions)
{
    internal static BoundSchedule Of(DifferenceOptions options, ActionSpec action)
    {
        CheckNames(options, action);
        int[] constrained = options.Dimensions is null
            ? [.. action.MotionDimensions]
            : [.. Enumerable.Range(0, action.Size).Where(d => options.Dimensions.Contains(action.Dimensions[d].Name))];
        string[] names = [.. constrained.Select(d => action.Dimensions[d].Name)];
        List<double> times = [double.NegativeInfinity, .. options.Schedule.Select(e => e.From)];
        List<Interval[]> bounds = [[.. names.Select(options.BoundsOf)], .. options.Schedule.Select(e => names.Select(n => options.BoundsOf(n, e)).ToArray())];
        foreach (Interval[] entry in bounds)
            CheckBounds(names, entry);
        return new BoundSchedule(constrained, [.. times], [.. bounds], options.Interpolate, action.Size);
    }

    /// <summary>The bounds of the c-th constrained dimension.</summary>
    /// <param name="c">0 to C − 1.</param>
    /// <param name="time">Since the start of the episode [s].</param>
    internal Interval At(int c, double time)
    {
        int entry = EntryAt(time);
        if (Interpolate == Interpolation.None || entry == Times.Length - 1)
            return Bounds[entry][c];
        double start = Math.Max(Times[entry], 0), end = Times[entry + 1];
        return Bounds[entry][c].Towards(Bounds[entry + 1][c], Math.Clamp((time - start) / (end - start), 0, 1));
    }

    /// <summary>The last entry that has begun. A step on the border, up to rounding of its time, belongs to the later entry.</summary>
    private int EntryAt(double time)
    {
        double rounding = 1e-9 * Math.Max(1, Math.Abs(time));
        int entry = 0;
        while (entry + 1 < Times.Length && Times[entry + 1] <= time + rounding)
            entry++;
        return entry;
    }

    private static void CheckNames(DifferenceOptions options, ActionSpec action)
    {
        HashSet<string> known = [.. action.Dimensions.Select(d => d.Name)];
        string[] strangers =
        [
            .. (options.Dimensions ?? []).Concat(options.Overrides.Keys).Concat(options.Schedule.SelectMany(e => e.Overrides.Keys))
                .Where(n => !known.Contains(n)).Distinct().Order(StringComparer.Ordinal),
        ];
        if (strangers.Length > 0)
            throw new DiffOGException("DOG1801", $"The difference constraints name {string.Join(", ", strangers.Select(s => $"'{s}'"))}; the action has {string.Join(", ", action.Dimensions.Select(d => d.Name))}.", "Use names of the action's dimensions in 'dimensions' and 'overrides'.");
        string[] unbound = options.Dimensions is null ? [] : [.. options.Overrides.Keys.Except(options.Dimensions).Order(StringComparer.Ordinal)];
        if (unbound.Length > 0)
            throw new DiffOGException("DOG1801", $"The difference constraints override {string.Join(", ", unbound.Select(s => $"'{s}'"))}, which 'dimensions' leaves out.", "Add the dimension to 'dimensions', or remove its override.");
    }

    private static void CheckBounds(string[] names, Interval[] bounds)
    {
        for (int c = 0; c < names.Length; c++)
        {
            if (bounds[c].Fault is { } fault)
                throw new DiffOGException("DOG1802", $"The difference constraints of dimension '{names[c]}' cannot be used: {fault}.", "Give finite bounds with the lower one below the upper one.");
        }
    }
}
