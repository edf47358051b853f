using DiffOG.Datasets.LeRobot.Format;

namespace DiffOG.Datasets.LeRobot;

/// <summary>The episodes that are read, in the order of their numbers or of the options.</summary>
internal static class EpisodeList
{
    /// <exception cref="Diagnostics.DiffOGException">DOG1461, DOG1464: the meta folder cannot be read. DOG1465: it contradicts itself, or the options name an episode that is not there.</exception>
    internal static IReadOnlyList<Episode> Of(DatasetFolder folder, DatasetInfo info, IReadOnlyList<int>? chosen)
    {
        IReadOnlyList<Episode> read = info.Many ? Episodes3.Read(folder, info) : Episodes2.Read(folder, info);
        Dictionary<int, Episode> all = [];
        foreach (Episode episode in read)
        {
            if (!all.TryAdd(episode.Index, episode))
                throw LeRobotErrors.Misfit(folder.Root, $"episode {episode.Index} is described twice", "Copy or download the meta folder again.");
        }
        long steps = read.Sum(e => (long)e.Length);
        if (all.Count != info.Episodes || steps != info.Frames)
            throw LeRobotErrors.Misfit(folder.Root, $"{DatasetInfo.FileName} speaks of {info.Episodes} episodes and {info.Frames} frames, and {all.Count} episodes with {steps} are described", "Copy or download the meta folder again.");
        return chosen is null ? [.. all.Values.OrderBy(e => e.Index)] : [.. chosen.Select(c => all.GetValueOrDefault(c)
            ?? throw LeRobotErrors.Misfit(folder.Root, $"the options choose episode {c}, and there are {all.Count}, from {all.Keys.Min()} to {all.Keys.Max()}", "Correct the option 'episodes'."))];
    }
}
