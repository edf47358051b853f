using DiffOG.Datasets.LeRobot.Tables;
using Parquet;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class TableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("diffog-lerobot-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("element", CompressionMethod.Snappy)]
    [InlineData("item", CompressionMethod.None)]
    [InlineData("array", CompressionMethod.Gzip)]
    [InlineData("element", CompressionMethod.Zstd)]
    [InlineData("element", CompressionMethod.Brotli)]
    [InlineData("element", CompressionMethod.LZ4)]
    public void Lists_are_read_whatever_their_elements_are_called_and_however_they_are_compressed(string element, CompressionMethod compression)
    {
        float[] values = [.. Enumerable.Range(0, 60).Select(i => i / 4f)];
        string path = Write([WrittenColumn.Lists("v", values, 3, element), WrittenColumn.Of("n", Enumerable.Range(0, 20).Select(i => (long)i * i).ToArray()), WrittenColumn.Texts("t", [.. Enumerable.Range(0, 20).Select(i => $"text {i}")])], 7, compression);
        using TableFile table = TableFile.Open(path);
        Assert.Equal([7, 7, 6], table.Rows);
        for (int row = 0; row < 20; row++)
        {
            (int group, int inGroup) = (row / 7, row % 7);
            for (int d = 0; d < 3; d++)
                Assert.Equal(values[(row * 3) + d], table.Numbers(group, "v")[inGroup, d]);
            Assert.Equal((long)row * row, table.Numbers(group, "n").Whole(inGroup));
            Assert.Equal([$"text {row}"], table.Texts(group, "t")[inGroup]);
        }
    }

    [Fact]
    public void Numbers_of_every_type_are_read()
    {
        string path = Write([
            WrittenColumn.Of("double", [0.1, -2]), WrittenColumn.Of("int", [1, int.MinValue]), WrittenColumn.Of("short", [(short)1, (short)-2]),
            WrittenColumn.Of("byte", [(byte)1, (byte)255]), WrittenColumn.Of("bool", [true, false]), WrittenColumn.Of("ulong", [1UL, 2UL])]);
        using TableFile table = TableFile.Open(path);
        Assert.Equal([0.1, 1, 1, 1, 1, 1], new[] { "double", "int", "short", "byte", "bool", "ulong" }.Select(c => table.Numbers(0, c)[0, 0]));
        Assert.Equal([-2, int.MinValue, -2, 255, 0, 2], new[] { "double", "int", "short", "byte", "bool", "ulong" }.Select(c => table.Numbers(0, c)[1, 0]));
    }

    [Fact]
    public void A_missing_column_lists_those_that_are_there_and_a_wrong_kind_is_said()
    {
        using TableFile table = TableFile.Open(Write([WrittenColumn.Of("a", [1.0]), WrittenColumn.Texts("b", ["x"])]));
        Open.Fails("DOG1464", "it has no column 'c'; there are a, b", () => table.Numbers(0, "c"));
        Open.Fails("DOG1464", "the column 'b' holds", () => table.Numbers(0, "b"));
        Open.Fails("DOG1464", "the column 'a' holds Double, not texts", () => table.Texts(0, "a"));
        Open.Fails("DOG1464", "the column 'a' holds Double, not bytes", () => table.Files(0, "a"));
    }

    /// <summary>The sizes in a page's header, and the one that Snappy's data begin with, decide how much memory a decoder takes.</summary>
    [Theory]
    [InlineData(CompressionMethod.None, false, "a page that is not compressed has 1200008")]
    [InlineData(CompressionMethod.Snappy, false, "a page of 134217727 bytes is said by its compression to have 12")]
    [InlineData(CompressionMethod.Snappy, true, "bytes is said by its compression to have 268435454")]
    public void A_page_that_claims_more_than_it_holds_is_refused(CompressionMethod compression, bool inData, string message)
    {
        string path = Write([WrittenColumn.Of("v", [.. Testing.RandomValues.Normal(150_000, 1)])], compression: compression);
        byte[] bytes = File.ReadAllBytes(path);
        // The file's first page follows its first four bytes; its header begins with the kind (2 bytes) and the size.
        var header = new ThriftReader(bytes.AsSpan(4, 200));
        header.Skip(ThriftReader.Kind.Struct);
        new byte[] { 0xFE, 0xFF, 0xFF, 0x7F }.CopyTo(bytes, inData ? 4 + header.Position : 4 + 3);
        File.WriteAllBytes(path, bytes);
        using TableFile table = TableFile.Open(path);
        Open.Fails("DOG1464", message, () => table.Numbers(0, "v"));
    }

    private string Write(WrittenColumn[] columns, int groupRows = int.MaxValue, CompressionMethod compression = CompressionMethod.Snappy)
    {
        string path = Path.Combine(folder, "table.parquet");
        using FileStream file = File.Create(path);
        TableWriter.Write(file, columns, groupRows, compression);
        return path;
    }
}
