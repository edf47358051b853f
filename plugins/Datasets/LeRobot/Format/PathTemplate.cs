using System.Globalization;
using System.Text.RegularExpressions;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>A path with places for numbers and names, as Python's <c>str.format</c> fills them: <c>{chunk_index:03d}</c>, <c>{video_key}</c>.</summary>
internal sealed partial class PathTemplate
{
    private static readonly string[] Known = ["episode_chunk", "episode_index", "chunk_index", "file_index", "video_key"];
    private readonly string text;

    /// <exception cref="FormatException">It has a place for something else.</exception>
    internal PathTemplate(string text)
    {
        this.text = text;
        string plain = Place().Replace(text, place => Known.Contains(place.Groups[1].Value) && place.Groups[2].Length <= 2
            ? "" : throw new FormatException($"the path '{text}' has a place '{place.Value}' that cannot be filled"));
        if (plain.AsSpan().ContainsAny('{', '}'))
            throw new FormatException($"the path '{text}' has a brace that is not closed");
    }

    /// <summary>The path, below the dataset's folder.</summary>
    /// <param name="chunk">Of the episode, or of the file.</param>
    /// <param name="number">Of the episode (2.x), or of the file (3.0).</param>
    /// <param name="camera">The video's feature.</param>
    internal string Fill(long chunk, long number, string camera = "") => Place().Replace(text, place => place.Groups[1].Value switch
    {
        "video_key" => camera,
        "episode_chunk" or "chunk_index" => Padded(chunk, place),
        _ => Padded(number, place),
    });

    private static string Padded(long number, Match place) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(place.Groups[2].Success ? int.Parse(place.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0, '0');

    [GeneratedRegex(@"\{([a-z_]+)(?::0?([0-9]+)d)?\}")]
    private static partial Regex Place();
}
