using System.Text.Json;
using DiffOG.Datasets.Zarr.Codecs;

namespace DiffOG.Datasets.Zarr.Format;

/// <summary>What a <c>.zarray</c> file of zarr format 2 says, checked.</summary>
/// <param name="Shape">[n] elements along each axis; the first axis is time.</param>
/// <param name="Chunks">[n] elements of a chunk along each axis; chunks at the edge are stored whole.</param>
/// <param name="Type">Of the elements.</param>
/// <param name="FillValue">The value of chunks that have no file.</param>
/// <param name="Separator">Between the indices in a chunk's name.</param>
/// <param name="Codec">How chunks are compressed.</param>
internal sealed record ArrayMetadata(int[] Shape, int[] Chunks, DataType Type, double FillValue, char Separator, ChunkCodec Codec)
{
    private const int MostAxes = 8;
    private const long LargestChunk = 1 << 28;
    private const double MostChunks = 1e7;

    /// <summary>Bytes of one decoded chunk.</summary>
    internal int ChunkBytes => Chunks.Aggregate(1, (product, c) => product * c) * Type.Size;

    /// <summary>Elements of one step.</summary>
    internal int RowSize => Shape.Skip(1).Aggregate(1, (product, s) => product * s);

    /// <summary>The last axis that chunks cut, at least 1: behind it, chunk and array have the same sizes.</summary>
    internal int LastCutAxis { get; } = Math.Max(1, Enumerable.Range(0, Shape.Length).LastOrDefault(a => Chunks[a] != Shape[a]));

    /// <summary>Elements for one place along an axis.</summary>
    /// <param name="axis">From 0.</param>
    internal int SizeBelow(int axis) => Shape.Skip(axis + 1).Aggregate(1, (product, s) => product * s);

    /// <summary>Reads and checks a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="json">Its content.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1421 or DOG1424.</exception>
    internal static ArrayMetadata Parse(string file, byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            return Parse(file, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw ZarrErrors.Metadata(file, $"it is not the JSON of a zarr array ({e.Message})", e);
        }
    }

    private static ArrayMetadata Parse(string file, JsonElement root)
    {
        if (Get(file, root, "zarr_format") is var format && (format.ValueKind != JsonValueKind.Number || format.GetDouble() != 2))
            throw ZarrErrors.Metadata(file, $"zarr_format is {format.GetRawText()}, and only 2 can be read");
        if (root.TryGetProperty("order", out JsonElement order) && order.GetString() != "C")
            throw ZarrErrors.Metadata(file, $"order is {order.GetRawText()}, and only \"C\" can be read");
        if (root.TryGetProperty("filters", out JsonElement filters) && filters.ValueKind != JsonValueKind.Null && filters.GetArrayLength() > 0)
            throw ZarrErrors.Metadata(file, $"it has filters {filters.GetRawText()}, and none can be read");
        string typeName = Get(file, root, "dtype") is { ValueKind: JsonValueKind.String } dtype ? dtype.GetString()! : root.GetProperty("dtype").GetRawText();
        DataType type = DataType.Parse(typeName) ?? throw ZarrErrors.Metadata(file, $"dtype is {typeName}; numbers of 1, 2, 4 or 8 bytes can be read");
        int[] shape = Sizes(file, root, "shape", 0);
        int[] chunks = Sizes(file, root, "chunks", 1);
        CheckSizes(file, shape, chunks, type);
        CheckGrid(file, shape, chunks);
        return new ArrayMetadata(shape, chunks, type, Fill(file, root), Separate(file, root), ChunkCodec.Parse(file, Get(file, root, "compressor")));
    }

    private static void CheckSizes(string file, int[] shape, int[] chunks, DataType type)
    {
        if (shape.Length is 0 or > MostAxes || shape.Length != chunks.Length)
            throw ZarrErrors.Metadata(file, $"shape has {shape.Length} axes and chunks {chunks.Length}; both need the same number, 1 to {MostAxes}");
        if (Product(chunks) * type.Size > LargestChunk)
            throw ZarrErrors.Metadata(file, $"a chunk of [{string.Join(", ", chunks)}] elements is larger than {LargestChunk >> 20} MiB");
        if (Product(shape.AsSpan(1)) * type.Size > LargestChunk)
            throw ZarrErrors.Metadata(file, $"a step of [{string.Join(", ", shape.Skip(1))}] elements is larger than {LargestChunk >> 20} MiB");
    }

    private static void CheckGrid(string file, int[] shape, int[] chunks)
    {
        double grid = Product(shape.Zip(chunks, (s, c) => (int)(((long)s + c - 1) / c)).ToArray());
        if (grid > MostChunks)
            throw ZarrErrors.Metadata(file, $"a shape of [{string.Join(", ", shape)}] in chunks of [{string.Join(", ", chunks)}] has more than {MostChunks:F0} chunks");
    }

    private static double Product(ReadOnlySpan<int> sizes)
    {
        double product = 1;
        foreach (int size in sizes)
            product *= size;
        return product;
    }

    private static int[] Sizes(string file, JsonElement root, string name, int least)
    {
        JsonElement list = Get(file, root, name);
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Number || !e.TryGetInt32(out int value) || value < least))
            throw ZarrErrors.Metadata(file, $"{name} is {list.GetRawText()}; whole numbers from {least} to {int.MaxValue} are allowed");
        return [.. list.EnumerateArray().Select(e => e.GetInt32())];
    }

    private static double Fill(string file, JsonElement root) => root.TryGetProperty("fill_value", out JsonElement fill) ? fill.ValueKind switch
    {
        JsonValueKind.Null => 0,
        JsonValueKind.Number => fill.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String when fill.GetString() is "NaN" => double.NaN,
        JsonValueKind.String when fill.GetString() is "Infinity" => double.PositiveInfinity,
        JsonValueKind.String when fill.GetString() is "-Infinity" => double.NegativeInfinity,
        _ => throw ZarrErrors.Metadata(file, $"fill_value is {fill.GetRawText()}, which is not a number"),
    } : 0;

    private static char Separate(string file, JsonElement root) => root.TryGetProperty("dimension_separator", out JsonElement s) ? s.GetString() switch
    {
        "." => '.',
        "/" => '/',
        _ => throw ZarrErrors.Metadata(file, $"dimension_separator is {s.GetRawText()}; \".\" and \"/\" are allowed"),
    } : '.';

    private static JsonElement Get(string file, JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) ? value : throw ZarrErrors.Metadata(file, $"'{name}' is missing");
}
