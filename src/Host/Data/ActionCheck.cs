using DiffOG.Datasets;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>Looks at actions: do they lie within their limits, and do they jump.</summary>
/// <param name="dataset">The data.</param>
/// <param name="values">What was seen of all of it.</param>
/// <param name="settings">What counts as a jump.</param>
/// <param name="book">Takes the findings.</param>
internal sealed class ActionCheck(IDemonstrationDataset dataset, DatasetValues values, CheckSettings settings, FindingBook book)
{
    /// <summary>Most of the changes, but not the jumps themselves, decide what is usual.</summary>
    private const double UsualShare = 0.95;

    private readonly ActionSpec spec = dataset.Spec.Action;
    private readonly ActionChanges changes = new(dataset.Spec.Action.Size);
    private readonly bool[] moves = [.. Enumerable.Range(0, dataset.Spec.Action.Size).Select(dataset.Spec.Action.MotionDimensions.Contains)];
    private readonly double[] usual = [.. values.ChangeSizes.Select(s => s.Quantile(UsualShare))];
    private readonly double[] scale = values.Actions is { } seen ? [.. LinearNormaliser.Limits(seen).Scale] : [.. dataset.Spec.Action.Dimensions.Select(_ => 1.0)];

    /// <summary>Looks at steps; those that cannot be read are passed over.</summary>
    internal void Look(StepRange range)
    {
        foreach (Piece piece in SoundPieces.Of(dataset, range).Where(p => p.Window?.Actions.Length == p.Range.Count * spec.Size))
        {
            Limits(piece.Range, piece.Window!.Actions);
            changes.Each(piece.Range, piece.Window.Actions, (step, d, change) => Change(range.Episode, step, d, Math.Abs(change)));
        }
    }

    private void Limits(StepRange range, double[] actions)
    {
        for (int i = 0; i < actions.Length; i++)
        {
            ActionDimension d = spec.Dimensions[i % spec.Size];
            double room = DatasetStatistics.Rounding * (d.Maximum - d.Minimum);
            if (double.IsFinite(actions[i]) && (actions[i] < d.Minimum - room || actions[i] > d.Maximum + room))
                book.Add(FindingKind.OutsideLimits, range.Episode, range.Start + (i / spec.Size), FormattableString.Invariant($"action {d.Name} is {actions[i]:G6}; {d.Minimum:G6} to {d.Maximum:G6} is stated"));
        }
    }

    private void Change(int episode, int step, int d, double change)
    {
        if (!moves[d])
            return;
        if (change * scale[d] > settings.Limit + DatasetStatistics.Rounding)
            book.Add(FindingKind.AboveLimit, episode, step, FormattableString.Invariant($"action {spec.Dimensions[d].Name} changes by {change * scale[d]:G3}, normalised; the limit is {settings.Limit}"));
        if (usual[d] > 0 && change > settings.Jump * usual[d])
            book.Add(FindingKind.Jump, episode, step, FormattableString.Invariant($"action {spec.Dimensions[d].Name} changes by {change * scale[d]:G3}, normalised; 95 % of its changes are at most {usual[d] * scale[d]:G3}"));
    }
}
