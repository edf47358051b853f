using DiffOG.Specs;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Simulation;

namespace DiffOG.Host.Recording;

/// <summary>
/// Which pictures are rendered from which file. Stands in the spool folder, and in the attribute <c>diffog_images</c> of
/// the finished file.
/// </summary>
/// <param name="FormatVersion">Always <see cref="Version"/>.</param>
/// <param name="Source">SHA-256 of the file with the states.</param>
/// <param name="Options">All options of the simulator.</param>
/// <param name="Cameras">Names and sizes.</param>
/// <param name="Compressed">Whether pictures are compressed in the file.</param>
internal sealed record ImageDescription(int FormatVersion, string Source, JsonObject Options, IReadOnlyList<CameraSpec> Cameras, bool Compressed)
{
    internal const string Attribute = "diffog_images";
    private const int Version = 1;

    /// <summary>Describes pictures of a file.</summary>
    internal static ImageDescription Of(string source, JsonObject options, IReadOnlyList<CameraSpec> cameras, bool compressed)
    {
        using FileStream stream = File.OpenRead(source);
        return new ImageDescription(Version, Convert.ToHexStringLower(SHA256.HashData(stream)), options, cameras, compressed);
    }

    /// <summary>Reads a description.</summary>
    /// <exception cref="JsonException">It is none, or one of another version.</exception>
    internal static ImageDescription Parse(string json)
    {
        ImageDescription read = JsonSerializer.Deserialize<ImageDescription>(json, JsonSerializerOptions.Web) ?? throw new JsonException("it is null");
        return read.FormatVersion == Version && read.Cameras is not null && read.Options is not null ? read : throw new JsonException($"its formatVersion is {read.FormatVersion}, this release reads {Version}");
    }

    /// <summary>The description as JSON.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>In what a description differs from the one that is wanted.</summary>
    internal IEnumerable<string> DifferencesTo(ImageDescription wanted)
    {
        (string Name, string Found, string Wanted)[] fields =
        [
            ("file with the states (SHA-256)", Source, wanted.Source),
            ("cameras", Shown(Cameras), Shown(wanted.Cameras)),
            ("options", Options.ToJsonString(), wanted.Options.ToJsonString()),
            ("compressed (--compress)", $"{Compressed}", $"{wanted.Compressed}"),
        ];
        return fields.Where(f => f.Found != f.Wanted).Select(f => $"{f.Name}: found {f.Found}, wanted {f.Wanted}");
    }

    private static string Shown(IEnumerable<CameraSpec> cameras) => string.Join(", ", cameras.Select(c => FormattableString.Invariant($"{c.Name} {c.Width}x{c.Height}")));
}
