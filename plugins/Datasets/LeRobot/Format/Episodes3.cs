using DiffOG.Datasets.LeRobot.Tables;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>The episodes of version 3.0: rows of the tables under <c>meta/episodes</c>, many episodes to a table.</summary>
internal static class Episodes3
{
    internal const string FolderName = "meta/episodes";
    private static readonly string[] Parts = ["min", "max", "mean", "std"];

    /// <exception cref="Diagnostics.DiffOGException">DOG1461, DOG1464.</exception>
    internal static IReadOnlyList<Episode> Read(DatasetFolder folder, DatasetInfo info)
    {
        string root = folder.PathOf(FolderName);
        string[] files = Directory.Exists(root) ? [.. Directory.EnumerateFiles(root, "*.parquet", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
            throw LeRobotErrors.Info(root, "there is no table of episodes");
        return WithRows([.. files.SelectMany(f => Rows(f, folder, info))]);
    }

    /// <summary>An episode with its first step's number among all steps of the dataset.</summary>
    private readonly record struct Row(Episode Episode, long From);

    /// <summary>A table begins with the first step of its first episode.</summary>
    private static IReadOnlyList<Episode> WithRows(IReadOnlyList<Row> rows)
    {
        Dictionary<string, long> starts = rows.GroupBy(r => r.Episode.Table).ToDictionary(g => g.Key, g => g.Min(r => r.From), StringComparer.Ordinal);
        return [.. rows.Select(r => r.Episode with { FirstRow = r.From - starts[r.Episode.Table] })];
    }

    private static List<Row> Rows(string path, DatasetFolder folder, DatasetInfo info)
    {
        using TableFile table = TableFile.Open(path);
        return TableFile.Guarded(path, () => Enumerable.Range(0, table.Rows.Count).SelectMany(g => Group(table, g, folder, info)).ToList());
    }

    private static IEnumerable<Row> Group(TableFile table, int group, DatasetFolder folder, DatasetInfo info)
    {
        NumberColumn Numbers(string name) => table.Numbers(group, name);
        NumberColumn index = Numbers("episode_index"), length = Numbers("length"), from = Numbers("dataset_from_index"), to = Numbers("dataset_to_index");
        NumberColumn chunk = Numbers("data/chunk_index"), file = Numbers("data/file_index");
        IReadOnlyList<string[]>? tasks = table.Has("tasks") ? table.Texts(group, "tasks") : null;
        Func<int, IReadOnlyDictionary<string, Film>> films = Films(table, group, folder, info);
        Func<int, IReadOnlyDictionary<string, FeatureStatistics>> statistics = Statistics(table, group, info);
        for (int r = 0; r < table.Rows[group]; r++)
        {
            if (length.Whole(r) is < 1 or > int.MaxValue || from.Whole(r) < 0 || to.Whole(r) - from.Whole(r) != length.Whole(r) || index.Whole(r) is < 0 or > int.MaxValue)
                throw new InvalidDataException($"episode {index.Whole(r)} is said to have {length.Whole(r)} steps, from {from.Whole(r)} to {to.Whole(r)}");
            string path = folder.PathOf(info.DataPath.Fill(chunk.Whole(r), file.Whole(r)));
            yield return new Row(new Episode((int)index.Whole(r), (int)length.Whole(r), path, 0, tasks?[r] ?? [], films(r)) { Statistics = statistics(r) }, from.Whole(r));
        }
    }

    private static Func<int, IReadOnlyDictionary<string, Film>> Films(TableFile table, int group, DatasetFolder folder, DatasetInfo info)
    {
        var cameras = info.Features.Values.Where(f => f.IsVideo && info.VideoPath is not null && table.Has($"videos/{f.Name}/from_timestamp"))
            .Select(f => (f.Name, Chunk: table.Numbers(group, $"videos/{f.Name}/chunk_index"), File: table.Numbers(group, $"videos/{f.Name}/file_index"), From: table.Numbers(group, $"videos/{f.Name}/from_timestamp"))).ToArray();
        return r => cameras.ToDictionary(c => c.Name, c => new Film(folder.PathOf(info.VideoPath!.Fill(c.Chunk.Whole(r), c.File.Whole(r), c.Name)), c.From[r, 0]), StringComparer.Ordinal);
    }

    private static Func<int, IReadOnlyDictionary<string, FeatureStatistics>> Statistics(TableFile table, int group, DatasetInfo info)
    {
        var features = info.Features.Values.Where(f => !f.IsPicture && Parts.All(p => table.Has($"stats/{f.Name}/{p}")))
            .Select(f => (f.Name, Parts: Parts.Select(p => table.NumberLists(group, $"stats/{f.Name}/{p}")).ToArray())).ToArray();
        return r => features.ToDictionary(f => f.Name, f => new FeatureStatistics(f.Parts[0][r], f.Parts[1][r], f.Parts[2][r], f.Parts[3][r]), StringComparer.Ordinal);
    }
}
