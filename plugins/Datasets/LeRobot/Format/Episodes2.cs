using System.Text.Json;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>The episodes of versions 2.0 and 2.1: a line each, a table each.</summary>
internal static class Episodes2
{
    internal const string EpisodesName = "meta/episodes.jsonl";
    internal const string StatisticsName = "meta/episodes_stats.jsonl";

    /// <exception cref="Diagnostics.DiffOGException">DOG1461.</exception>
    internal static IReadOnlyList<Episode> Read(DatasetFolder folder, DatasetInfo info)
    {
        IReadOnlyDictionary<long, IReadOnlyDictionary<string, FeatureStatistics>> statistics = Statistics(folder, info.WrittenEpisodes);
        Feature[] videos = [.. info.Features.Values.Where(f => f.IsVideo)];
        return JsonFile.Lines(folder.PathOf(EpisodesName), line =>
        {
            int index = (int)line.Whole("episode_index", int.MaxValue);
            int chunk = index / info.ChunkSize;
            return new Episode(
                index, (int)line.Whole("length", int.MaxValue, 1), folder.PathOf(info.DataPath.Fill(chunk, index)), 0, [.. Tasks(line)],
                info.VideoPath is null ? new Dictionary<string, Film>() : videos.ToDictionary(v => v.Name, v => new Film(folder.PathOf(info.VideoPath.Fill(chunk, index, v.Name)), 0)))
            {
                Statistics = statistics.GetValueOrDefault(index) ?? new Dictionary<string, FeatureStatistics>(),
                Attributes = Attributes(line),
            };
        }, info.WrittenEpisodes);
    }

    private static IEnumerable<string> Tasks(JsonElement line) => line.TryGetProperty("tasks", out JsonElement tasks) && tasks.ValueKind == JsonValueKind.Array
        ? tasks.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!) : [];

    private static Dictionary<string, string>? Attributes(JsonElement line) => line.TryGetProperty(DatasetInfo.Member, out JsonElement written) && written.ValueKind == JsonValueKind.Object
        ? written.EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.String).DistinctBy(a => a.Name).ToDictionary(a => a.Name, a => a.Value.GetString()!, StringComparer.Ordinal) : null;

    private static Dictionary<long, IReadOnlyDictionary<string, FeatureStatistics>> Statistics(DatasetFolder folder, int most)
    {
        string path = folder.PathOf(StatisticsName);
        if (!File.Exists(path))
            return [];
        var all = new Dictionary<long, IReadOnlyDictionary<string, FeatureStatistics>>();
        foreach ((long episode, IReadOnlyDictionary<string, FeatureStatistics> stated) in JsonFile.Lines(path, line => (line.Whole("episode_index", int.MaxValue), StatisticsJson.From(line.GetProperty("stats"))), most))
            all[episode] = stated;
        return all;
    }
}
