using DiffOG.Datasets;
using DiffOG.Host.Progress;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Host.Data;

/// <summary>What is measured.</summary>
/// <param name="Limit">Changes above it are counted [normalised].</param>
/// <param name="Normaliser">How actions are normalised.</param>
/// <param name="Pictures">The most pictures of a camera that are looked at.</param>
internal sealed record StatisticsSettings(double Limit, NormaliserKind Normaliser, int Pictures);

/// <summary>How much one dimension of the actions changes from step to step, normalised.</summary>
/// <param name="Mean">Of |Δa|.</param>
/// <param name="Std">Of |Δa|.</param>
/// <param name="P95">95 % of all |Δa| are not above it; within 0.1 %.</param>
/// <param name="Largest">The largest |Δa|.</param>
/// <param name="Above">How many are above the limit, by more than rounding.</param>
/// <param name="Count">How many there are.</param>
internal sealed record ChangeStatistics(double Mean, double Std, double P95, double Largest, long Above, long Count)
{
    /// <summary>The share above the limit.</summary>
    internal double ShareAbove => Count == 0 ? double.NaN : (double)Above / Count;
}

/// <summary>Statistics of a dataset, in two passes over its values that keep none of them.</summary>
/// <param name="Observations">[O]; null where there are no steps.</param>
/// <param name="Actions">[D]; null where there are no steps.</param>
/// <param name="Changes">[D] of |Δa|; empty where no episode has two steps.</param>
/// <param name="Colours">By camera.</param>
internal sealed record DatasetStatistics(InputStatistics? Observations, InputStatistics? Actions, IReadOnlyList<ChangeStatistics> Changes, IReadOnlyList<ColourStatistics> Colours)
{
    /// <summary>What a change may exceed the limit by and still count as keeping it: rounding of single-precision recordings.</summary>
    internal const double Rounding = 1e-6;

    private const double TailShare = 0.95;

    /// <summary>Measures a dataset.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="settings">What is measured.</param>
    /// <param name="display">Is told how far the work has come.</param>
    /// <param name="token">Ends the work.</param>
    internal static DatasetStatistics Of(IDemonstrationDataset dataset, StatisticsSettings settings, IDisplay display, CancellationToken token)
    {
        DatasetSpec spec = dataset.Spec;
        var values = new DatasetValues(spec);
        Walk(dataset, "values", display, values.Add, token);
        long[] above = new long[spec.Action.Size];
        double[] scale = values.Actions is { } actions ? [.. LinearNormaliser.Fit(settings.Normaliser, actions).Scale] : [];
        var changes = new ActionChanges(spec.Action.Size);
        // How large a change is in normalised units is known only now.
        Walk(dataset, "changes", display, (range, window) => changes.Each(range, window.Actions, (_, d, change) => above[d] += Math.Abs(change) * scale[d] > settings.Limit + Rounding ? 1 : 0), token);
        long pictures = Math.Min(settings.Pictures, spec.Steps) * spec.Observations.Cameras.Count;
        IReadOnlyList<ColourStatistics> colours = pictures == 0 ? [] : display.Work("pictures", pictures, progress => ColourStatistics.Of(dataset, settings.Pictures, progress, token));
        return new DatasetStatistics(values.Observations, values.Actions, [.. Enumerable.Range(0, values.Changes is null ? 0 : scale.Length).Select(d => Change(values, d, scale[d], above[d]))], colours);
    }

    private static void Walk(IDemonstrationDataset dataset, string title, IDisplay display, Action<StepRange, EpisodeWindow> take, CancellationToken token) => display.Work(title, dataset.Spec.Steps, progress =>
    {
        long done = 0;
        foreach (StepRange range in DatasetBlocks.Of(dataset.Spec))
        {
            token.ThrowIfCancellationRequested();
            take(range, dataset.Read(range.Episode, range.Start, range.Count));
            progress.Report(done += range.Count, FormattableString.Invariant($"episode {range.Episode}"));
        }
        return done;
    });

    private static ChangeStatistics Change(DatasetValues values, int d, double scale, long above)
    {
        InputStatistics raw = values.Changes!;
        double largest = raw.Max[d];
        return new ChangeStatistics(scale * raw.Mean[d], scale * raw.Std[d], scale * Math.Min(largest, values.ChangeSizes[d].Quantile(TailShare)), scale * largest, above, values.ChangeSizes[d].Count);
    }
}
