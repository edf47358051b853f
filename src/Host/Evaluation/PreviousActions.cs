using DiffOG.Actions;

namespace DiffOG.Host.Evaluation;

/// <summary>What a refiner is told of the past of an episode.</summary>
internal static class PreviousActions
{
    // Constraints look back three actions at most; a refiner of one's own may look back further.
    private const int Remembered = 16;

    /// <summary>The last actions; at the start of an episode the command in force stands before the first one.</summary>
    /// <param name="commandInForce">[D] before the first step.</param>
    /// <param name="executed">[steps · D] so far.</param>
    /// <returns>[k, D], the latest last.</returns>
    internal static ActionChunk Of(double[] commandInForce, ReadOnlySpan<double> executed)
    {
        int size = commandInForce.Length;
        int known = Math.Min(executed.Length / size, Remembered);
        ReadOnlySpan<double> recent = executed[^(known * size)..];
        return known == Remembered
            ? new ActionChunk(known, size, [.. recent])
            : new ActionChunk(known + 1, size, [.. commandInForce, .. recent]);
    }
}
