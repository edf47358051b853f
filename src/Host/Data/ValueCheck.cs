using DiffOG.Datasets;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>Looks at every value: can it be read, is it a number, does it ever change. Gathers what the look at changes needs.</summary>
/// <param name="dataset">The data.</param>
/// <param name="book">Takes the findings.</param>
internal sealed class ValueCheck(IDemonstrationDataset dataset, FindingBook book)
{
    private readonly DatasetSpec spec = dataset.Spec;

    /// <summary>What was seen so far.</summary>
    internal DatasetValues Values { get; } = new(dataset.Spec);

    /// <summary>Looks at steps.</summary>
    internal void Look(StepRange range)
    {
        string? words = null;
        var refused = new StepRuns((first, last) =>
        {
            book.Add(FindingKind.Unreadable, range.Episode, first, last, words!);
            words = null;
        });
        foreach (Piece piece in SoundPieces.Of(dataset, range))
        {
            // Of several refusals in a row the first says it all.
            words ??= piece.Refusal?.Message.TrimEnd('.');
            for (int t = 0; t < piece.Range.Count; t++)
                refused.At(piece.Range.Start + t, piece.Refusal is not null);
            if (piece.Window is { } window && HasRightSize(piece.Range, window))
                Look(piece.Range, window);
        }
        refused.End();
    }

    /// <summary>Says what never changed, once all steps are seen.</summary>
    internal void Finish()
    {
        if (spec.Steps < 2)
            return;
        Constants(Values.Observations, [.. spec.Observations.Entries.SelectMany(e => Enumerable.Range(0, e.Size).Select(i => e.Size == 1 ? $"observation {e.Name}" : FormattableString.Invariant($"observation {e.Name}[{i}]")))]);
        Constants(Values.Actions, [.. spec.Action.Dimensions.Select(d => $"action {d.Name}")]);
    }

    private void Constants(InputStatistics? seen, string[] names)
    {
        for (int i = 0; seen is not null && i < names.Length; i++)
        {
            double range = seen.Max[i] - seen.Min[i];
            if (range < LinearNormaliser.SmallestRange)
                book.Add(FindingKind.Constant, null, null, null, FormattableString.Invariant($"{names[i]} is always {seen.Min[i]:G6}{(range == 0 ? "" : FormattableString.Invariant($", within {range:0.0e+0}"))}"));
        }
    }

    private bool HasRightSize(StepRange range, EpisodeWindow window)
    {
        (int seen, int done) = (range.Count * spec.Observations.Size, range.Count * spec.Action.Size);
        bool right = window.Observations.Length == seen && window.Actions.Length == done;
        if (!right)
            book.Add(FindingKind.WrongLength, range.Episode, range.Start, range.Start + range.Count - 1, FormattableString.Invariant($"{window.Observations.Length} observed and {window.Actions.Length} commanded values were read; {seen} and {done} belong to these steps"));
        return right;
    }

    private void Look(StepRange range, EpisodeWindow window)
    {
        NotFinite(range, window.Observations, spec.Observations.Size, i => $"observation {NameOf(i)}");
        NotFinite(range, window.Actions, spec.Action.Size, i => $"action {spec.Action.Dimensions[i].Name}");
        Values.Add(range, window);
    }

    private void NotFinite(StepRange range, double[] rows, int size, Func<int, string> name)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (!double.IsFinite(rows[i]))
                book.Add(FindingKind.NotFinite, range.Episode, range.Start + (i / size), FormattableString.Invariant($"{name(i % size)} is {rows[i]}"));
        }
    }

    private string NameOf(int value)
    {
        foreach (ObservationEntry entry in spec.Observations.Entries)
        {
            if (value < entry.Size)
                return entry.Size == 1 ? entry.Name : FormattableString.Invariant($"{entry.Name}[{value}]");
            value -= entry.Size;
        }
        throw new ArgumentOutOfRangeException(nameof(value));
    }
}
