using DiffOG.Diagnostics;

namespace DiffOG.Learning.Training;

/// <summary>The errors of training, worded in one place.</summary>
internal static class TrainingErrors
{
    internal static DiffOGException Diverged(long step, string what, string folder) => new(
        "DOG1310", $"Training stopped at step {step}: {what}. The last checkpoint in '{folder}' is from before.", "Lower the learning rate or set a limit on the gradient, then start the run again; look at the demonstrations if it happens at the first step.");

    internal static DiffOGException OtherRun(string path, IEnumerable<string> differences) => new(
        "DOG1311", $"'{path}' is the checkpoint of a run that differs from this one:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Use the settings it was started with to continue it, or a new run folder to start afresh.");

    internal static DiffOGException NoEpisodes(string source) => new(
        "DOG1312", $"There is nothing to train on: '{source}' has no step.", "Collect demonstrations first, or name another dataset.");

    internal static DiffOGException NoWindows(int longest, WindowShape shape) => new(
        "DOG1312", $"There is nothing to train on: a window has {shape.WindowSteps} steps, of which {shape.ObservationSteps + shape.ExecutedSteps - 2} may lie outside the episode, and the longest episode has {longest}.", "Use a shorter horizon, or longer demonstrations.");

    internal static DiffOGException NotFinite(string what, double value, int episode, int step, int dimension) => new(
        "DOG1313", $"The {what} of episode {episode} are not all finite: step {step}, dimension {dimension} is {value}.", "Leave that episode out, or repair it.");
}
