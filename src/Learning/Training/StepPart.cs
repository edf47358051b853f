namespace DiffOG.Learning.Training;

/// <summary>One of the parts that a step's batch is computed in.</summary>
/// <param name="Step">The number of steps taken before.</param>
/// <param name="Index">0 to <paramref name="Parts"/> − 1.</param>
/// <param name="Parts">How many parts a step has.</param>
/// <param name="BatchSize">Windows of the whole step.</param>
internal readonly record struct StepPart(long Step, int Index, int Parts, int BatchSize)
{
    /// <summary>The part of a number; parts are counted over all steps.</summary>
    internal static StepPart Of(long number, TrainingSettings settings) =>
        new(number / settings.Accumulate, (int)(number % settings.Accumulate), settings.Accumulate, settings.BatchSize);

    /// <summary>The number over all steps; equal to the step where a step has one part.</summary>
    internal long Number => (Step * Parts) + Index;

    /// <summary>The first window's place in the whole batch.</summary>
    internal int First => (int)((long)Index * BatchSize / Parts);

    /// <summary>The number of windows.</summary>
    internal int Count => (int)((Index + 1L) * BatchSize / Parts) - First;

    /// <summary>The weight of the part's mean loss in that of the whole batch.</summary>
    internal double Share => (double)Count / BatchSize;
}
