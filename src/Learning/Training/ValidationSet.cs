namespace DiffOG.Learning.Training;

/// <summary>Which windows a network is judged by.</summary>
internal static class ValidationSet
{
    /// <summary>
    /// At most <paramref name="count"/> windows spread evenly over those kept for validation, or over those trained on
    /// where no episode is kept.
    /// </summary>
    /// <param name="windows">All windows.</param>
    /// <param name="count">The most windows.</param>
    /// <param name="where">Which windows may be among them; none: all.</param>
    internal static IReadOnlyList<WindowPlace> Of(DemonstrationWindows windows, int count, Func<WindowPlace, bool>? where = null)
    {
        IReadOnlyList<WindowPlace> all = IsHeldOut(windows) ? windows.Validation : windows.Training;
        WindowPlace[] candidates = [.. all.Where(where ?? (_ => true))];
        int taken = Math.Min(count, candidates.Length);
        return [.. Enumerable.Range(0, taken).Select(i => candidates[(int)((long)i * candidates.Length / taken)])];
    }

    /// <summary>Whether there are windows that are not trained on.</summary>
    internal static bool IsHeldOut(DemonstrationWindows windows) => windows.Validation.Count > 0;
}
