using System.Text.Json;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>One column of the tables, or one camera.</summary>
/// <param name="Name">For example <c>observation.state</c>.</param>
/// <param name="Type">For example <c>float32</c>, <c>image</c>, <c>video</c>.</param>
/// <param name="Shape">Of one step's value.</param>
/// <param name="Labels">Of its numbers, flattened; empty where none are given or their number is another.</param>
/// <param name="Axes">The names of its axes where the format gives them, as for pictures.</param>
internal sealed record Feature(string Name, string Type, IReadOnlyList<int> Shape, IReadOnlyList<string> Labels, IReadOnlyList<string> Axes)
{
    private const int LargestWidth = 1 << 24;

    /// <summary>Numbers of one step.</summary>
    internal int Width => Shape.Aggregate(1, (product, n) => product * n);

    /// <summary>Whether it is a camera's.</summary>
    internal bool IsPicture => Type is "image" or "video";

    /// <summary>Whether its pictures are frames of a film.</summary>
    internal bool IsVideo => Type == "video";

    /// <summary>Height and width of a picture [pixels]; null where the shape is no colour picture's.</summary>
    internal (int Height, int Width)? PictureSize => Shape switch
    {
        [3, int h, int w] when Axes is [['c', ..], ..] || w != 3 => (h, w),
        [int h, int w, 3] => (h, w),
        _ => null,
    };

    /// <exception cref="FormatException">Its shape is none.</exception>
    internal static Feature From(string name, JsonElement stated)
    {
        if (stated.ValueKind != JsonValueKind.Object || stated.Text("dtype") is not { } type)
            throw new FormatException($"the feature '{name}' has no 'dtype'");
        int[] shape = stated.TryGetProperty("shape", out JsonElement s) && s.ValueKind == JsonValueKind.Array
            ? [.. s.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out int size) ? size : -1)]
            : throw new FormatException($"the feature '{name}' has no 'shape'");
        if (shape.Any(n => n < 1) || shape.Aggregate(1L, (product, n) => product > LargestWidth ? product : product * n) > LargestWidth)
            throw new FormatException($"the shape of the feature '{name}' is [{string.Join(", ", shape)}]");
        string[] words = stated.TryGetProperty("names", out JsonElement names) ? [.. Words(names)] : [];
        int width = shape.Aggregate(1, (product, n) => product * n);
        return new Feature(name, type, shape, words.Length == width && words.Distinct().Count() == width ? words : [], words.Length == shape.Length ? words : []);
    }

    /// <summary>Names come as a list, as a list in a list, or as lists under headings.</summary>
    private static IEnumerable<string> Words(JsonElement names) => names.ValueKind switch
    {
        JsonValueKind.Array => names.EnumerateArray().SelectMany(Words),
        JsonValueKind.Object => names.EnumerateObject().SelectMany(n => n.Value.ValueKind is JsonValueKind.Array ? Words(n.Value) : [n.Name]),
        JsonValueKind.String => [names.GetString()!],
        _ => [],
    };
}
