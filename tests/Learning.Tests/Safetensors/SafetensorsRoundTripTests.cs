using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using Xunit;

namespace DiffOG.Learning.Tests.Safetensors;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_with_types_shapes_and_metadata()
    {
        Write(folder["a"]);
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        Assert.Equal([1.5f, -2f, float.NaN, 4f], file.Read<float>("weights"));
        Assert.Equal([2L, 2L], file.Entries["weights"].Shape);
        Assert.Equal([long.MaxValue], file.Read<long>("step"));
        Assert.Empty(file.Entries["step"].Shape);
        Assert.Equal([1e-300], file.Read<double>("tiny"));
        Assert.Equal([true, false, true], file.Read<bool>("mask"));
        Assert.Empty(file.Read<int>("empty"));
        Assert.Equal("Größe \"1\"", file.Metadata["note"]);
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_and_data_start_at_a_multiple_of_eight()
    {
        Write(folder["a"]);
        Write(folder["b"]);
        byte[] bytes = File.ReadAllBytes(folder["a"]);
        Assert.Equal(bytes, File.ReadAllBytes(folder["b"]));
        Assert.Equal(0, (8 + BitConverter.ToInt32(bytes)) % 8);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        Write(folder["a"]);
        byte[] before = File.ReadAllBytes(folder["a"]);
        var failing = new SafetensorsArray(SafetensorsType.F32, [2], _ => throw new IOException("no space left", 28));
        DiffOGException error = Assert.Throws<DiffOGException>(
            () => SafetensorsWriter.Write(folder["a"], new Dictionary<string, SafetensorsArray> { ["x"] = failing }));
        Assert.Equal("DOG1502", error.Id);
        Assert.Equal(before, File.ReadAllBytes(folder["a"]));
        Assert.Equal([folder["a"]], Directory.GetFiles(Path.GetDirectoryName(folder["a"])!));
    }

    [Fact]
    public void A_missing_folder_is_reported_as_not_written()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Write(folder["no/such"]));
        Assert.Equal("DOG1304", error.Id);
    }

    [Fact]
    public void A_missing_file_is_reported_as_not_found()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => SafetensorsFile.Open(folder["absent"]));
        Assert.Equal("DOG1303", error.Id);
    }

    [Fact]
    public void Asking_for_another_type_or_name_is_refused()
    {
        Write(folder["a"]);
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        Assert.Contains("F32 [2, 2], wanted F64", Assert.Throws<DiffOGException>(() => file.Read<double>("weights")).Message, StringComparison.Ordinal);
        Assert.Contains("missing: wieghts", Assert.Throws<DiffOGException>(() => file.Read<float>("wieghts")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_read_into_the_callers_memory_as_many_as_it_has_room_for()
    {
        SafetensorsWriter.Write(folder["a"], new Dictionary<string, SafetensorsArray> { ["x"] = SafetensorsArray.Of([.. Enumerable.Range(0, 24).Select(i => (byte)i)], 4, 2, 3) });
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        byte[] rows = new byte[12];
        file.ReadRows<byte>("x", 1, rows);
        Assert.Equal(Enumerable.Range(6, 12).Select(i => (byte)i), rows);
        Assert.Equal(rows, file.ReadRows<byte>("x", 1, 2));
        Assert.Throws<ArgumentException>(() => file.ReadRows<byte>("x", 0, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRows<byte>("x", 3, rows));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRows<byte>("x", -1, rows));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRows<byte>("x", 0, int.MaxValue));
        Assert.Throws<DiffOGException>(() => file.ReadRows("x", 0, new float[3]));
    }

    private static void Write(string path) => SafetensorsWriter.Write(
        path,
        new Dictionary<string, SafetensorsArray>
        {
            ["weights"] = SafetensorsArray.Of([1.5f, -2f, float.NaN, 4f], 2, 2),
            ["step"] = SafetensorsArray.Scalar(long.MaxValue),
            ["tiny"] = SafetensorsArray.Of([1e-300]),
            ["mask"] = SafetensorsArray.Of([true, false, true]),
            ["empty"] = SafetensorsArray.Of(Array.Empty<int>(), 0, 3),
        },
        new Dictionary<string, string> { ["note"] = "Größe \"1\"" });
}
