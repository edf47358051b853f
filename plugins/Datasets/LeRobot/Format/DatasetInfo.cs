using System.Text.Json;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>What <c>meta/info.json</c> says.</summary>
/// <param name="Version">Of the layout: 2.0, 2.1 or 3.0.</param>
/// <param name="RobotType">The robot's name; null where none is given.</param>
/// <param name="Episodes">How many.</param>
/// <param name="Frames">Steps of all episodes.</param>
/// <param name="Rate">Steps per second [Hz].</param>
/// <param name="ChunkSize">Episodes (2.x) or files (3.0) in one folder.</param>
/// <param name="DataPath">Where tables lie.</param>
/// <param name="VideoPath">Where films lie; null where there are none.</param>
/// <param name="Features">The columns by name.</param>
/// <param name="Specs">What this project's writer adds: parts of the observation and kinds of the action; null in files of other writers.</param>
internal sealed record DatasetInfo(
    Version Version, string? RobotType, int Episodes, long Frames, double Rate, int ChunkSize,
    PathTemplate DataPath, PathTemplate? VideoPath, IReadOnlyDictionary<string, Feature> Features, WrittenSpecs? Specs)
{
    internal const string FileName = "meta/info.json";
    internal const string Member = "diffog";
    private const string DefaultData = "data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet";
    private static readonly Version[] Known = [new(2, 0), new(2, 1), new(3, 0)];

    /// <summary>Whether tables hold many episodes each.</summary>
    internal bool Many => Version.Major >= 3;

    /// <summary>Lines of episodes that count. This project's writer adds a line before it raises the number, so that a killed one leaves a line too many.</summary>
    internal int WrittenEpisodes => Specs is null ? int.MaxValue : Episodes;

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1461.</exception>
    internal static DatasetInfo Read(DatasetFolder folder)
    {
        string path = folder.PathOf(FileName);
        return JsonFile.Read(path, root => From(root, path));
    }

    private static DatasetInfo From(JsonElement root, string path)
    {
        string version = root.Text("codebase_version") ?? throw new FormatException("'codebase_version' is missing");
        Version? parsed = Known.FirstOrDefault(k => version == $"v{k}" || version == k.ToString());
        if (parsed is null)
            throw LeRobotErrors.Version(path, version);
        double rate = root.Number("fps");
        if (!(rate > 0) || !double.IsFinite(rate))
            throw new FormatException($"'fps' is {rate}, not a positive number");
        if (!root.TryGetProperty("features", out JsonElement features) || features.ValueKind != JsonValueKind.Object)
            throw new FormatException("'features' is missing");
        return new DatasetInfo(
            parsed, root.Text("robot_type"), (int)root.Whole("total_episodes", int.MaxValue), root.Whole("total_frames", long.MaxValue), rate,
            (int)root.Whole("chunks_size", int.MaxValue, 1), new PathTemplate(root.Text("data_path") ?? DefaultData),
            root.Text("video_path") is { } video ? new PathTemplate(video) : null,
            features.EnumerateObject().DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => Feature.From(f.Name, f.Value), StringComparer.Ordinal),
            root.TryGetProperty(Member, out JsonElement specs) ? WrittenSpecs.From(specs) : null);
    }
}
