using DiffOG.Diagnostics;

namespace DiffOG.Host.Evaluation;

/// <summary>Ends a collection that would go on for hours because its expert fails.</summary>
internal static class ExpertHope
{
    private const int TriesBeforeGivingUp = 50;
    private const int FailuresPerSuccess = 20;

    /// <summary>Requires that, after some tries, one in twenty succeeded.</summary>
    /// <param name="task">What errors call the task.</param>
    /// <param name="recorded">Tries that succeeded.</param>
    /// <param name="tries">All tries.</param>
    /// <exception cref="DiffOGException">DOG1791.</exception>
    internal static void Require(string task, int recorded, int tries)
    {
        if (tries >= TriesBeforeGivingUp && recorded * FailuresPerSuccess < tries)
            throw new DiffOGException("DOG1791", $"The scripted expert of '{task}' succeeded in {recorded} of {tries} tries.", "Check the options of the task, or name demonstrations with 'dataset'.");
    }
}
