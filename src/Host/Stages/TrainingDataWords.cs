using DiffOG.Host.Reporting;
using DiffOG.Learning.Training;

namespace DiffOG.Host.Stages;

/// <summary>What a training was given, in words.</summary>
internal static class TrainingDataWords
{
    private const int MostNamed = 12;
    private const double Megabyte = 1 << 20;

    /// <summary>One sentence after the other.</summary>
    internal static IEnumerable<string> Of(TrainingData data)
    {
        yield return $"{Numbers.Count(data.TrainingWindows)} windows and {Numbers.Count(data.ValidationWindows)} for validation from {Numbers.Count(data.Episodes)} episodes.";
        yield return $"{Memory(data.Memory)} (memoryMegabytes {Numbers.Count(data.Memory.Budget >> 20)}).";
        if (data.TooShort.Count > 0)
            yield return $"{Numbers.Count(data.TooShort.Count)} episodes are too short for a window and left out: {string.Join(", ", data.TooShort.Take(MostNamed))}{(data.TooShort.Count > MostNamed ? " and so on" : "")}.";
    }

    private static string Memory(MemoryUse memory)
    {
        string values = Held("observations and actions", memory.EpisodesWithValues, memory.Episodes, memory.ValueBytes);
        string pictures = memory.PictureBytes == 0 ? "" : $", {Held("pictures", memory.EpisodesWithPictures, memory.Episodes, memory.PictureBytes)}";
        bool lazily = memory.Held < memory.ValueBytes + memory.PictureBytes;
        return $"held in memory: {values}{pictures}{(lazily ? "; the rest is read when it is needed" : "")}";
    }

    private static string Held(string what, int episodes, int all, long bytes) =>
        $"{what} of {(episodes == all ? "all episodes" : $"{Numbers.Count(episodes)} of {Numbers.Count(all)} episodes")} ({Numbers.Short(bytes / Megabyte)} MiB{(episodes == all ? "" : " in all")})";
}
