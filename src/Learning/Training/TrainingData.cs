namespace DiffOG.Learning.Training;

/// <summary>What a training was given.</summary>
/// <param name="Episodes">All episodes.</param>
/// <param name="TrainingWindows">Windows that are trained on.</param>
/// <param name="ValidationWindows">Windows kept for validation.</param>
/// <param name="TooShort">Episodes without a single window, ascending; they are left out.</param>
/// <param name="Memory">What is held in memory, and what is read when it is needed.</param>
public sealed record TrainingData(int Episodes, int TrainingWindows, int ValidationWindows, IReadOnlyList<int> TooShort, MemoryUse Memory)
{
    internal static TrainingData Of(DemonstrationWindows windows) =>
        new(windows.Memory.Episodes, windows.Training.Count, windows.Validation.Count, windows.TooShort, windows.Memory);
}
