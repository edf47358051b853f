using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace DiffOG.Learning.Safetensors;

/// <summary>
/// The head of a file: 8 bytes little-endian length, then that many bytes of JSON, then the data. Whatever does not
/// follow the format to the letter is refused, since a silently shifted array would train on nonsense.
/// </summary>
internal sealed record SafetensorsHeader(
    IReadOnlyDictionary<string, SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    internal const int LengthBytes = 8;
    internal const string MetadataKey = "__metadata__";
    private const long MaxLength = 100_000_000;

    /// <exception cref="InvalidDataException">The message says what is wrong, without the path.</exception>
    internal static SafetensorsHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new InvalidDataException($"it has {stream.Length} bytes, fewer than the 8 of the header length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength || (long)length > stream.Length - LengthBytes)
            throw new InvalidDataException($"the header claims {length} bytes, but {stream.Length - LengthBytes} follow (and {MaxLength} are the most allowed)");
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        return Parse(json, stream.Length - LengthBytes - (long)length);
    }

    private static SafetensorsHeader Parse(byte[] json, long dataLength)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("the header is not a JSON object");
            Dictionary<string, SafetensorsEntry> entries = [];
            Dictionary<string, string> metadata = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                    metadata = ParseMetadata(property.Value);
                else
                    entries.Add(property.Name, ParseEntry(property, dataLength));
            }
            CheckLayout(entries.Values, dataLength);
            return new SafetensorsHeader(entries, metadata, LengthBytes + json.LongLength);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"the header is not as the format wants it ({cause.Message.TrimEnd('.')})", cause);
        }
    }

    private static Dictionary<string, string> ParseMetadata(JsonElement element) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String
            ? p.Value.GetString()!
            : throw new InvalidDataException($"metadata '{p.Name}' is not a string"));

    private static SafetensorsEntry ParseEntry(JsonProperty property, long dataLength)
    {
        string name = property.Name;
        string typeName = Member(property, "dtype").GetString() ?? "null";
        if (!SafetensorsTypes.TryParse(typeName, out SafetensorsType type))
            throw new InvalidDataException($"'{name}' has the unknown element type '{typeName}'");
        long[] shape = [.. Member(property, "shape").EnumerateArray().Select(e => e.GetInt64())];
        long[] offsets = [.. Member(property, "data_offsets").EnumerateArray().Select(e => e.GetInt64())];
        if (property.Value.EnumerateObject().Count() != 3 || offsets.Length != 2)
            throw new InvalidDataException($"'{name}' must have dtype, shape and two data_offsets, and nothing else");
        if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > dataLength)
            throw new InvalidDataException($"'{name}' lies at bytes {offsets[0]} to {offsets[1]}, but there are {dataLength} bytes of data");
        long size = SizeOf(name, type, shape);
        if (offsets[1] - offsets[0] != size)
            throw new InvalidDataException($"'{name}' is {SafetensorsEntry.FormOf(type, shape)} and needs {size} bytes, but has {offsets[1] - offsets[0]}");
        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static JsonElement Member(JsonProperty property, string member) => property.Value.TryGetProperty(member, out JsonElement found)
        ? found
        : throw new InvalidDataException($"'{property.Name}' has no {member}");

    private static long SizeOf(string name, SafetensorsType type, long[] shape)
    {
        try
        {
            return checked(shape.Aggregate((long)type.ElementSize(), (size, extent) => extent >= 0
                ? checked(size * extent)
                : throw new InvalidDataException($"'{name}' has the negative extent {extent}")));
        }
        catch (OverflowException cause)
        {
            throw new InvalidDataException($"'{name}' claims more bytes than can be counted", cause);
        }
    }

    /// <summary>The format wants every byte of the data to belong to exactly one array.</summary>
    private static void CheckLayout(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(e => e.Start).ThenBy(e => e.End))
        {
            if (entry.Start != end)
                throw new InvalidDataException($"'{entry.Name}' begins at byte {entry.Start}, {(entry.Start < end ? "inside the array before it" : "after a gap")} (expected {end})");
            end = entry.End;
        }
        if (end != dataLength)
            throw new InvalidDataException($"{dataLength - end} bytes after the last array belong to none");
    }
}
