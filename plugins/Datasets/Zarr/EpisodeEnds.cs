using DiffOG.Datasets.Zarr.Format;

namespace DiffOG.Datasets.Zarr;

/// <summary>meta/episode_ends: the exclusive end of every episode on the shared time axis.</summary>
internal static class EpisodeEnds
{
    private const int MostEpisodes = 10_000_000;

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1425: they do not rise.</exception>
    internal static int[] Read(string root, ZarrArray array)
    {
        const string next = "Copy or record the store again.";
        if (array.Metadata.Shape.Length != 1 || array.Steps is 0 or > MostEpisodes)
            throw ZarrErrors.Shape(root, $"meta/episode_ends has the shape [{string.Join(", ", array.Metadata.Shape)}]; it must be one row of 1 to {MostEpisodes} episodes", next);
        double[] ends = array.Read(0, array.Steps);
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i] != Math.Floor(ends[i]) || !(ends[i] > (i == 0 ? 0 : ends[i - 1])) || ends[i] > int.MaxValue)
                throw ZarrErrors.Shape(root, $"meta/episode_ends[{i}] is {ends[i]}; the ends must be whole numbers that rise from above 0", next);
        }
        return [.. ends.Select(e => (int)e)];
    }
}
