using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Diagnostics;

namespace DiffOG.Learning.Interchange;

/// <summary>What a map is for.</summary>
public enum MappedPart
{
    /// <summary>A policy, with its normalisers.</summary>
    Policy,

    /// <summary>The Q-projector of a layer.</summary>
    Layer,
}

/// <summary>How a reference's statistics say what a normaliser does.</summary>
public enum StatisticsForm
{
    /// <summary><c>scale</c> and <c>offset</c>: normalised = raw · scale + offset.</summary>
    ScaleOffset,

    /// <summary><c>min</c> and <c>max</c>, which become −1 and 1.</summary>
    MinMax,

    /// <summary><c>mean</c> and <c>std</c>, which become 0 and 1.</summary>
    MeanStd,
}

/// <summary>The order in which a reference's U-Net is given pictures and values of one step; here pictures come first.</summary>
public enum ConditionOrder
{
    /// <summary>As here.</summary>
    PicturesFirst,

    /// <summary>The first group of values, then pictures, then the other values.</summary>
    ValuesFirst,
}

/// <summary>How names of one kind correspond. <c>{rest}</c> stands for anything, any other <c>{word}</c> for what lies between two dots.</summary>
/// <param name="Theirs">The reference's name.</param>
/// <param name="Ours">The name here.</param>
public sealed record NameRule(string Theirs, string Ours);

/// <summary>A tensor that only exists here.</summary>
/// <param name="Ours">Its name.</param>
/// <param name="Value">What the reference computes with in its place.</param>
public sealed record FixedRule(string Ours, double Value);

/// <summary>Where the statistics of a normaliser stand.</summary>
/// <param name="Ours">The normaliser: <c>action</c>, <c>obs</c>, or <c>{camera}</c> for that of every camera.</param>
/// <param name="Form">What they say.</param>
/// <param name="Theirs">Ways to find them, the first that is complete counts: prefixes whose values stand one after the other; one that begins with <c>?</c> may be missing.</param>
public sealed record StatisticsRule(string Ours, StatisticsForm Form, IReadOnlyList<IReadOnlyList<string>> Theirs);

/// <summary>
/// How the names in a reference's checkpoint correspond to those here: a data file, so that another reference needs no
/// code. In all names <c>{camera}</c> stands for a camera, once for each, <c>{cameraIndex}</c> for its number,
/// <c>{firstCamera}</c> for the first one, <c>{entry}</c> for each part of an observation.
/// </summary>
/// <param name="Name">For example <c>lerobot/diffusion</c>.</param>
/// <param name="Reference">Where the names come from: repository, file, version.</param>
/// <param name="Part">What it is for.</param>
/// <param name="Plugin">Id of the policy's or projector's plugin.</param>
/// <param name="Tensors">Rules; the first that fits a name counts.</param>
/// <param name="Ignored">Names of the reference that carry nothing that is learned.</param>
/// <param name="Statistics">Where normalisers stand.</param>
public sealed record NameMap(
    string Name, string Reference, MappedPart Part, string Plugin, IReadOnlyList<NameRule> Tensors, IReadOnlyList<string> Ignored, IReadOnlyList<StatisticsRule> Statistics)
{
    private const string Folder = "DiffOG.Learning.Interchange.Maps.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>What the reference calls a camera in its names.</summary>
    public string CameraKey { get; init; } = "{camera}";

    /// <summary>Tensors that only exist here.</summary>
    public IReadOnlyList<FixedRule> Fixed { get; init; } = [];

    /// <summary>The order in which the reference's U-Net is given what is observed.</summary>
    public ConditionOrder Condition { get; init; } = ConditionOrder.PicturesFirst;

    /// <summary>The maps that come with this assembly, by name.</summary>
    public static IReadOnlyList<NameMap> All { get; } =
    [
        .. typeof(NameMap).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(Embedded).OrderBy(m => m.Name, StringComparer.Ordinal),
    ];

    /// <summary>A map by name, or from a file.</summary>
    /// <param name="nameOrFile">One of the names of <see cref="All"/>, or the path of a JSON file.</param>
    /// <exception cref="DiffOGException">DOG1331: there is no such map, or the file is none.</exception>
    public static NameMap Find(string nameOrFile)
    {
        if (All.FirstOrDefault(m => m.Name == nameOrFile) is { } known)
            return known;
        if (!nameOrFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw InterchangeErrors.NoMap(nameOrFile, All.Select(m => m.Name));
        try
        {
            return Parse(File.ReadAllBytes(nameOrFile));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            throw InterchangeErrors.BadMap(nameOrFile, cause);
        }
    }

    private static NameMap Embedded(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(bytes.ToArray());
    }

    private static NameMap Parse(byte[] json) => JsonSerializer.Deserialize<NameMap>(json, Json) ?? throw new JsonException("it is null");
}
