using System.Security.Cryptography;
using DiffOG.Datasets.Common;
using DiffOG.Datasets.LeRobot.Format;

namespace DiffOG.Datasets.LeRobot;

/// <summary>
/// Tells whether the data a run used are still the same without reading all of them: what was selected, the episodes, the
/// size of every file in use, and the content of the first, the middle and the last table. Where the dataset lies and when
/// it was copied do not matter.
/// </summary>
internal static class Fingerprints
{
    internal static string Of(DatasetFolder folder, IEnumerable<string> selection, IReadOnlyList<Episode> episodes, IEnumerable<string> films)
    {
        using var hash = new ContentHash();
        foreach (string line in selection)
            hash.Add(line);
        foreach (Episode episode in episodes)
            hash.Add($"{episode.Index} {episode.Length} {episode.FirstRow} {Path.GetRelativePath(folder.Root, episode.Table).Replace('\\', '/')}");
        string[] tables = [.. episodes.Select(e => e.Table).Distinct()];
        foreach (string file in tables.Concat(films.Distinct()))
            hash.Add(File.Exists(file) ? new FileInfo(file).Length : -1);
        foreach (string table in new[] { 0, tables.Length / 2, tables.Length - 1 }.Distinct().Where(i => i >= 0).Select(i => tables[i]))
            Content(hash, table);
        return hash.Finish();
    }

    private static void Content(ContentHash hash, string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            hash.Add(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LeRobotErrors.Table(path, e.Message.TrimEnd('.'), e);
        }
    }
}
