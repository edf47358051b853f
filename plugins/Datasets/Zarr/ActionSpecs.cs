using DiffOG.Datasets.Zarr.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.Zarr;

/// <summary>What the actions are: stated by the options, completed by what is recorded.</summary>
internal static class ActionSpecs
{
    private const int StepsAtOnce = 4096;

    /// <exception cref="Diagnostics.DiffOGException">DOG1425: the options list another number of dimensions.</exception>
    internal static ActionSpec Of(ZarrAction options, ZarrArray actions, string root, int steps)
    {
        int size = actions.RowSize;
        Require(options.Names?.Count, "names", size, root);
        Require(options.Groups?.Count, "groups", size, root);
        Require(options.Minimum?.Count, "minimum", size, root);
        (IReadOnlyList<double> minimum, IReadOnlyList<double> maximum) = options.Minimum is null ? Seen(actions, steps) : (options.Minimum, options.Maximum!);
        return new ActionSpec(options.Mode, [.. Enumerable.Range(0, size).Select(d => new ActionDimension(
            options.Names?[d] ?? $"a{d}", options.Groups?[d] ?? ActionGroup.Translation, options.Unit, minimum[d], maximum[d]))]);
    }

    private static void Require(int? given, string what, int size, string root)
    {
        if (given is int count && count != size)
            throw ZarrErrors.Shape(root, $"the options list {count} action {what}, and the recorded actions have {size} values", $"List {size}, or leave them out.");
    }

    // A value that is not finite is refused where it is read as a step: the rest of the recording can still be looked at.
    private static (double[] Minimum, double[] Maximum) Seen(ZarrArray actions, int steps)
    {
        double[] minimum = [.. Enumerable.Repeat(double.PositiveInfinity, actions.RowSize)];
        double[] maximum = [.. Enumerable.Repeat(double.NegativeInfinity, actions.RowSize)];
        for (int start = 0; start < steps; start += StepsAtOnce)
        {
            double[] rows = actions.Read(start, Math.Min(StepsAtOnce, steps - start));
            for (int i = 0; i < rows.Length; i++)
            {
                int d = i % actions.RowSize;
                if (!double.IsFinite(rows[i]))
                    continue;
                minimum[d] = Math.Min(minimum[d], rows[i]);
                maximum[d] = Math.Max(maximum[d], rows[i]);
            }
        }
        return (minimum, maximum);
    }
}
