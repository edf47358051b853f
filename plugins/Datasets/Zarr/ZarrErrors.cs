using DiffOG.Diagnostics;

namespace DiffOG.Datasets.Zarr;

/// <summary>The errors of this plugin; each has a page under docs/errors.</summary>
internal static class ZarrErrors
{
    private const string Download =
        "The human Push-T demonstrations are at https://diffusion-policy.cs.columbia.edu/data/training/pusht.zip: unpack it and give the path of pusht_cchi_v7_replay.zarr.";

    internal static DiffOGException NoStore(string path, string found, string? nearby) => new(
        "DOG1420",
        $"There is no zarr store with demonstrations at '{path}': {found}. A store is a folder (or a zip file of one) with .zgroup, data/ and meta/episode_ends/.",
        nearby is null ? Download : $"Did you mean '{nearby}'? Otherwise: {Download}");

    internal static DiffOGException Metadata(string file, string problem, Exception? inner = null) => new(
        "DOG1421", $"'{file}' does not describe an array that can be read: {problem}.", "Write the store again in zarr format 2, order C, without filters, or copy it again if it was damaged.", inner);

    internal static DiffOGException NoArray(string root, string key, IReadOnlyList<string> present) => new(
        "DOG1422",
        $"'{root}' has no array data/{key}; it has {(present.Count == 0 ? "none" : string.Join(", ", present.Order(StringComparer.Ordinal)))}.",
        Nearest(key, present) is string near ? $"Did you mean '{near}'? Put it in the dataset's options." : "Put one of these in the dataset's options.");

    internal static DiffOGException Chunk(string file, string problem, Exception? inner = null) => new(
        "DOG1423", $"The chunk '{file}' cannot be decoded: {problem}.", "The file was probably cut short or damaged in copying: copy or download the store again.", inner);

    internal static DiffOGException Codec(string file, string codec) => new(
        "DOG1424",
        $"'{file}' is compressed with {codec}, which cannot be read. What can be read: nothing, zlib, gzip, zstd, lz4, and blosc with zstd, lz4, lz4hc or zlib.",
        "Write the array again with one of these compressors.");

    internal static DiffOGException Shape(string root, string problem, string next) => new("DOG1425", $"The arrays of '{root}' do not fit: {problem}.", next);

    internal static DiffOGException NotFinite(string array, long step) => new(
        "DOG1426", $"'{array}' holds a value that is not finite at step {step}.", "Remove that episode from the recording, or record it again.");

    internal static DiffOGException OtherObservations(string root, string selected, string wanted) => new(
        "DOG1427", $"The observations chosen from '{root}' are {selected}; the task's are {wanted}.", "Give the dataset's options the task's parts, with the same names, sizes and order.");

    private static string? Nearest(string key, IReadOnlyList<string> present) => present
        .Select(p => (Name: p, Distance: EditDistance(key, p)))
        .Where(p => p.Distance <= Math.Max(2, key.Length / 2))
        .OrderBy(p => p.Distance).Select(p => p.Name).FirstOrDefault();

    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
