using DiffOG.Datasets.LeRobot.Tables;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

/// <summary>Damaged tables: an error that names the file, or values, but never a crash, and never memory for what is not there.</summary>
public sealed class FuzzTests
{
    /// <summary>A thousand times what the small files need.</summary>
    private const long MostMemory = 256L << 20;

    [Theory]
    [InlineData("data/chunk-000/file-000.parquet", 1)]
    [InlineData("meta/episodes/chunk-000/file-000.parquet", 2)]
    [InlineData("meta/tasks.parquet", 3)]
    public void Bytes_that_were_changed_are_found_or_do_not_matter(string name, int seed)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Open.Sines, name));
        var random = new Random(seed);
        using var folder = new Copy(Open.Sines);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? 255 : random.Next(256));
            RequireBounded(folder.PathOf(name), bytes);
        }
    }

    /// <summary>The description at the end decides about memory, so it gets most of the changes.</summary>
    [Theory]
    [InlineData("data/chunk-000/file-000.parquet", 4)]
    [InlineData("meta/episodes/chunk-000/file-000.parquet", 5)]
    public void Descriptions_that_were_changed_are_found_or_do_not_matter(string name, int seed)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Open.Sines, name));
        int footer = BitConverter.ToInt32(whole, whole.Length - 8) + 8;
        var random = new Random(seed);
        using var folder = new Copy(Open.Sines);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. whole];
            bytes[bytes.Length - 1 - random.Next(footer)] = (byte)random.Next(256);
            RequireBounded(folder.PathOf(name), bytes);
        }
    }

    [Fact]
    public void Files_that_were_cut_are_found()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Open.Sines, "data/chunk-000/file-001.parquet"));
        using var folder = new Copy(Open.Sines);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(folder.PathOf("data/chunk-000/file-001.parquet"), whole[..length]);
            Open.Fails("DOG1464", "file-001.parquet", () => TableFile.Open(folder.PathOf("data/chunk-000/file-001.parquet")).Dispose());
        }
    }

    private static void RequireBounded(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using TableFile table = TableFile.Open(path);
            for (int group = 0; group < table.Rows.Count; group++)
                ReadAll(table, group);
        }
        catch (DiffOGException error)
        {
            Assert.Equal("DOG1464", error.Id);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < MostMemory, $"{taken} bytes of memory were taken for a file of {bytes.Length} bytes");
    }

    private static void ReadAll(TableFile table, int group)
    {
        foreach (string column in table.Columns.ToArray())
        {
            if (column is "tasks" or "__index_level_0__")
                table.Texts(group, column);
            else if (column.StartsWith("stats/", StringComparison.Ordinal))
                table.NumberLists(group, column);
            else
                table.Numbers(group, column);
        }
    }
}
