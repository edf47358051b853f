using DiffOG.Diagnostics;
using System.Buffers.Binary;
using System.Text;
using CsCheck;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using Xunit;

namespace DiffOG.Learning.Tests.Safetensors;

public sealed class SafetensorsCorruptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "bytes of data")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "belong to none")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes, but has 8")]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown element type 'F99'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "negative extent")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "more bytes than can be counted")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "lies at bytes 8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "lies at bytes -8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "inside the array before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "after a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "not as the format wants it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "has no data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}""", 8, "and nothing else")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "metadata 'n' is not a string")]
    [InlineData("""[1]""", 0, "not a JSON object")]
    [InlineData("""{"a":""", 0, "not as the format wants it")]
    public void A_header_that_breaks_the_format_is_refused_with_what_is_wrong(string header, int dataBytes, string expected)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Open(header, (ulong)Encoding.UTF8.GetByteCount(header), dataBytes));
        Assert.Equal("DOG1301", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["x"], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(200_000_000UL)]
    public void A_header_length_beyond_the_file_is_refused(ulong length) =>
        Assert.Contains($"claims {length} bytes", Assert.Throws<DiffOGException>(() => Open("{}", length, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_of_a_sound_file_is_refused()
    {
        SafetensorsWriter.Write(folder["sound"], new Dictionary<string, SafetensorsArray> { ["a"] = SafetensorsArray.Of([1f, 2f]), ["b"] = SafetensorsArray.Of([3.0]) });
        byte[] sound = File.ReadAllBytes(folder["sound"]);
        for (int length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(folder["x"], sound[..length]);
            Assert.Equal("DOG1301", Assert.Throws<DiffOGException>(() => SafetensorsFile.Open(folder["x"])).Id);
        }
    }

    [Fact]
    public void Any_changed_byte_of_the_head_is_refused_or_harmless()
    {
        SafetensorsWriter.Write(folder["sound"], new Dictionary<string, SafetensorsArray> { ["a"] = SafetensorsArray.Of([1f, 2f], 1, 2), ["b"] = SafetensorsArray.Of([3.0]) });
        byte[] sound = File.ReadAllBytes(folder["sound"]);
        Gen.Select(Gen.Int[0, sound.Length - 17], Gen.Byte).Sample(
            change =>
            {
                byte[] broken = [.. sound];
                broken[change.Item1] = change.Item2;
                File.WriteAllBytes(folder["x"], broken);
                try
                {
                    using SafetensorsFile file = SafetensorsFile.Open(folder["x"]);
                    Assert.Equal(16, file.Entries.Values.Sum(e => e.End - e.Start));
                }
                catch (DiffOGException error)
                {
                    Assert.Equal("DOG1301", error.Id);
                }
            },
            seed: "0000000000001",
            iter: 2000,
            threads: 1);
    }

    private void Open(string header, ulong length, int dataBytes)
    {
        byte[] bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        File.WriteAllBytes(folder["x"], bytes);
        SafetensorsFile.Open(folder["x"]).Dispose();
    }
}
