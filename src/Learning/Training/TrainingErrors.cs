using DiffOG.Diagnostics;

namespace DiffOG.Learning.Training;

/// <summary>The errors of training, worded in one place.</summary>
internal static class TrainingErrors
{
    private const int MostShown = 8;

    internal static DiffOGException Diverged(long step, string what, IEnumerable<WindowPlace> batch, string folder) => new(
        "DOG1310", $"Training stopped at step {step}: {what}. The batch that led to it: {Listed(batch)}. The last checkpoint in '{folder}' is from before.", "Lower the learning rate or set a limit on the gradient, then start the run again; look at the demonstrations of that batch if it happens at the first steps.");

    internal static DiffOGException OtherRun(string path, IEnumerable<string> differences) => new(
        "DOG1311", $"'{path}' is the checkpoint of a run that differs from this one:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Use the settings it was started with to continue it, or a new run folder to start afresh.");

    internal static DiffOGException NoEpisodes(string source) => new(
        "DOG1312", $"There is nothing to train on: '{source}' has no step.", "Collect demonstrations first, or name another dataset.");

    internal static DiffOGException NoWindows(IReadOnlyList<int> lengths, WindowShape shape) => new(
        "DOG1312", $"There is nothing to train on: a window has {shape.WindowSteps} steps, of which {shape.OutsideSteps} may lie outside the episode, and of the episodes {Shown([.. lengths.Select((n, e) => $"{e} has {n}")])}.", "Use a shorter horizon, or longer demonstrations.");

    internal static DiffOGException NotFinite(string what, double value, int episode, int step, int dimension, string name) => new(
        "DOG1313", $"The {what} of episode {episode} are not all finite: step {step}, dimension {dimension} ('{name}') is {value}.", "Leave that episode out, or repair it.");

    internal static DiffOGException NoCuda() => new(
        "DOG1314", "Training on CUDA was asked for, and Torch finds no CUDA device here.", "Set \"device\" to \"auto\" or \"cpu\", or run where there is such a device and a libtorch built for it.");

    internal static DiffOGException NoEstimate() => new(
        "DOG1391", "Joint training was to pass the layer's gradient into the policy, and this policy estimates no chunks while it is trained.", "Set \"jointInput\" to \"demonstrations\", or use a policy that does.");

    /// <summary>The windows of a batch by their first steps, episode by episode.</summary>
    private static string Listed(IEnumerable<WindowPlace> batch) => string.Join("; ",
        from place in batch.Order()
        group place.Start by place.Episode into starts
        select $"episode {starts.Key} from step {string.Join(", ", starts)}");

    private static string Shown(string[] all) => all.Length <= MostShown ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MostShown))} and so on";
}
