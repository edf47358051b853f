using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string line in selection)
            Text(hash, line);
        foreach (Episode episode in episodes)
            Text(hash, $"{episode.Index} {episode.Length} {episode.FirstRow} {Path.GetRelativePath(folder.Root, episode.Table).Replace('\\', '/')}");
        string[] tables = [.. episodes.Select(e => e.Table).Distinct()];
        foreach (string file in tables.Concat(films.Distinct()))
            Number(hash, File.Exists(file) ? new FileInfo(file).Length : -1);
        foreach (string table in new[] { 0, tables.Length / 2, tables.Length - 1 }.Distinct().Where(i => i >= 0).Select(i => tables[i]))
            Content(hash, table);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Content(IncrementalHash hash, string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LeRobotErrors.Table(path, e.Message.TrimEnd('.'), e);
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
