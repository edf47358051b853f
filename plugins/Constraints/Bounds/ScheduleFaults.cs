namespace DiffOG.Constraints.Bounds;

/// <summary>What may be wrong with the times and scales of a schedule, whatever its entries bound.</summary>
public static class ScheduleFaults
{
    /// <summary>The faults, each as the end of a sentence that names the schedule.</summary>
    /// <param name="schedule">The entries.</param>
    public static IEnumerable<FormattableString> Of(IReadOnlyList<BoundEntry> schedule)
    {
        for (int i = 0; i < schedule.Count; i++)
        {
            BoundEntry entry = schedule[i];
            if (!double.IsFinite(entry.From) || entry.From < 0)
                yield return $"entry {i} begins at {entry.From} s; times are finite and not negative";
            if (i > 0 && entry.From <= schedule[i - 1].From)
                yield return $"entry {i} begins at {entry.From} s, not after entry {i - 1} at {schedule[i - 1].From} s";
            if (!HasScale(entry))
                yield return $"entry {i} has scale {entry.Scale}; it must be finite and positive";
        }
    }

    internal static bool HasScale(BoundEntry entry) => double.IsFinite(entry.Scale) && entry.Scale > 0;
}
