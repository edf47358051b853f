using DiffOG.Datasets;
using DiffOG.Diagnostics;

namespace DiffOG.Host.Data;

/// <summary>Steps that were read, or that the dataset refuses to read.</summary>
/// <param name="Range">Which steps.</param>
/// <param name="Window">What was read; null where it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
internal readonly record struct Piece(StepRange Range, EpisodeWindow? Window, DiffOGException? Refusal);

/// <summary>Reads steps, and goes on behind those that a dataset refuses: one bad value must not hide what else is wrong.</summary>
internal static class SoundPieces
{
    /// <summary>Reads steps, halving what is refused until single steps are left.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="range">Which steps.</param>
    internal static IEnumerable<Piece> Of(IDemonstrationDataset dataset, StepRange range)
    {
        Piece piece = Read(dataset, range);
        if (piece.Window is not null || range.Count == 1)
            return [piece];
        int half = range.Count / 2;
        return Of(dataset, range with { Count = half }).Concat(Of(dataset, new StepRange(range.Episode, range.Start + half, range.Count - half)));
    }

    private static Piece Read(IDemonstrationDataset dataset, StepRange range)
    {
        try
        {
            return new Piece(range, dataset.Read(range.Episode, range.Start, range.Count), null);
        }
        catch (DiffOGException refusal)
        {
            return new Piece(range, null, refusal);
        }
    }
}

/// <summary>Joins neighbouring steps of which something holds.</summary>
/// <param name="ended">Is given the first and the last step of each run.</param>
internal sealed class StepRuns(Action<int, int> ended)
{
    private int? first;
    private int last;

    /// <summary>Says whether it holds at a step; steps come in order.</summary>
    internal void At(int step, bool holds)
    {
        if (!holds)
        {
            End();
            return;
        }
        first ??= step;
        last = step;
    }

    /// <summary>Ends the run under way.</summary>
    internal void End()
    {
        if (first is { } begun)
            ended(begun, last);
        first = null;
    }
}
