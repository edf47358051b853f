using DiffOG.Diagnostics;
using System.Buffers.Binary;
using System.Text.Json;

namespace DiffOG.Learning.Safetensors;

/// <summary>Writes safetensors files: the old file or the whole new one is there, whenever the process ends.</summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes all arrays, sorted by name, so that equal content gives equal bytes.</summary>
    /// <param name="path">The file; an older one is replaced only after the new one is on the disk.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="metadata">Strings kept in the header.</param>
    /// <exception cref="DiffOGException">The folder is missing or read-only, or the disk is full.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, SafetensorsArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (arrays.ContainsKey(SafetensorsHeader.MetadataKey))
            throw new ArgumentException($"No array can be named {SafetensorsHeader.MetadataKey}.", nameof(arrays));
        // Wide elements first keeps every array aligned to its element size.
        KeyValuePair<string, SafetensorsArray>[] ordered =
            [.. arrays.OrderByDescending(a => a.Value.Type.ElementSize()).ThenBy(a => a.Key, StringComparer.Ordinal)];
        byte[] header = Header(ordered, metadata);
        AtomicFile.Replace(path, stream => WriteAll(stream, header, ordered));
    }

    private static void WriteAll(Stream stream, byte[] header, IEnumerable<KeyValuePair<string, SafetensorsArray>> arrays)
    {
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((string name, SafetensorsArray array) in arrays)
        {
            long before = stream.Position;
            array.WriteTo(stream);
            if (stream.Position - before != array.Size)
                throw new InvalidOperationException($"'{name}' wrote {stream.Position - before} bytes instead of {array.Size}.");
        }
    }

    private static byte[] Header(IEnumerable<KeyValuePair<string, SafetensorsArray>> ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            long offset = 0;
            foreach ((string name, SafetensorsArray array) in ordered)
            {
                WriteEntry(json, name, array, offset);
                offset += array.Size;
            }
            json.WriteEndObject();
        }
        while ((buffer.Length + SafetensorsHeader.LengthBytes) % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, SafetensorsArray array, long offset)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", array.Type.FileName());
        json.WriteStartArray("shape");
        foreach (long extent in array.Shape)
            json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + array.Size);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
