using DiffOG.Datasets;
using DiffOG.Specs;

namespace DiffOG.Learning.Training;

/// <summary>
/// What of the demonstrations stays in memory: observations and actions first, then pictures, episode after episode until
/// the budget is spent. The rest is read window by window when it is needed. Windows are drawn from all episodes alike, so
/// which episodes are held does not matter, and throwing one out for another would only cost reading.
/// </summary>
internal sealed class MemoryPlan
{
    private readonly bool[] values;
    private readonly bool[] pictures;

    private MemoryPlan(MemoryUse use, bool[] values, bool[] pictures) => (Use, this.values, this.pictures) = (use, values, pictures);

    /// <summary>The plan in numbers.</summary>
    internal MemoryUse Use { get; }

    /// <summary>Plans.</summary>
    /// <param name="spec">What there is.</param>
    /// <param name="cameras">Those that are read.</param>
    /// <param name="budget">[bytes].</param>
    internal static MemoryPlan Of(DatasetSpec spec, IReadOnlyList<CameraSpec> cameras, long budget)
    {
        long valueBytes = sizeof(float) * (spec.Observations.Size + spec.Action.Size), pictureBytes = cameras.Sum(c => (long)c.Bytes);
        long left = budget;
        bool[] values = [.. spec.EpisodeLengths.Select(n => Take(n, valueBytes, ref left))];
        bool[] pictures = [.. spec.EpisodeLengths.Select(n => Take(n, pictureBytes, ref left))];
        var use = new MemoryUse(budget, budget - left, spec.EpisodeLengths.Count)
        {
            ValueBytes = spec.Steps * valueBytes,
            PictureBytes = spec.Steps * pictureBytes,
            EpisodesWithValues = values.Count(v => v),
            EpisodesWithPictures = cameras.Count == 0 ? 0 : pictures.Count(p => p),
        };
        return new MemoryPlan(use, values, pictures);
    }

    /// <summary>Whether an episode's observations and actions stay.</summary>
    internal bool HoldsValues(int episode) => values[episode];

    /// <summary>Whether an episode's pictures stay.</summary>
    internal bool HoldsPictures(int episode) => pictures[episode];

    private static bool Take(int steps, long bytesOfStep, ref long left)
    {
        long bytes = steps * bytesOfStep;
        bool fits = bytes <= left && bytes <= Array.MaxLength;
        left -= fits ? bytes : 0;
        return fits;
    }
}

/// <summary>How demonstrations share memory and disk.</summary>
/// <param name="Budget">The most that may be held [bytes].</param>
/// <param name="Held">What will be held once it was read [bytes].</param>
/// <param name="Episodes">All episodes.</param>
public sealed record MemoryUse(long Budget, long Held, int Episodes)
{
    /// <summary>The size of all observations and actions [bytes].</summary>
    public long ValueBytes { get; init; }

    /// <summary>Episodes whose observations and actions are held.</summary>
    public int EpisodesWithValues { get; init; }

    /// <summary>The size of all pictures that are read [bytes]; zero where none are.</summary>
    public long PictureBytes { get; init; }

    /// <summary>Episodes whose pictures are held.</summary>
    public int EpisodesWithPictures { get; init; }
}
