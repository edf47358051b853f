using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Tables;
using DiffOG.Learning.Safetensors;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot.Writing;

/// <summary>
/// Writes LeRobot v2.1: a table an episode, pictures as PNG within it. <c>meta/info.json</c> is replaced last, in one step,
/// and says how many episodes count: whenever the process ends, an episode is there completely or not at all.
/// </summary>
internal sealed class DatasetWriter
{
    private const string TasksName = "meta/tasks.jsonl", TaskAttribute = "task";
    private const int PictureGroupRows = 100;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions JsonLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly DatasetFolder folder;
    private readonly JsonObject info;
    private readonly IReadOnlyList<CameraSpec> cameras;
    private readonly List<string> tasks;
    private readonly LineFile episodes, statistics;
    private readonly string task;

    private DatasetWriter(string root, string task)
    {
        (folder, this.task) = (new DatasetFolder(root), task);
        info = JsonFile.Read(folder.PathOf(DatasetInfo.FileName), e => JsonNode.Parse(e.GetRawText())!.AsObject());
        Described = DatasetInfo.Read(folder);
        cameras = [.. Described.Features.Values.Where(f => f.IsPicture && f.PictureSize is not null).Select(f => new CameraSpec(f.Name[WrittenForm.CameraPrefix.Length..], f.PictureSize!.Value.Width, f.PictureSize.Value.Height))];
        tasks = File.Exists(folder.PathOf(TasksName)) ? [.. JsonFile.Lines(folder.PathOf(TasksName), l => l.Text(TaskAttribute) ?? throw new FormatException("'task' is missing"))] : [];
        episodes = Lines(Episodes2.EpisodesName);
        statistics = Lines(Episodes2.StatisticsName);
    }

    /// <summary>What the dataset holds so far.</summary>
    private DatasetInfo Described { get; set; }

    /// <summary>Makes an empty dataset.</summary>
    /// <param name="root">The folder to be.</param>
    /// <param name="form">What it holds.</param>
    /// <param name="doublePrecision">Whether its numbers keep it.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1470.</exception>
    internal static void Begin(string root, WrittenForm form, bool doublePrecision) => Guarded(root, () =>
    {
        Directory.CreateDirectory(Path.Combine(root, "meta"));
        var folder = new DatasetFolder(root);
        File.WriteAllText(folder.PathOf(Episodes2.EpisodesName), "");
        File.WriteAllText(folder.PathOf(TasksName), "");
        Replace(folder.PathOf(DatasetInfo.FileName), form.Info(doublePrecision));
    });

    /// <summary>Goes on with a dataset that this writer began.</summary>
    /// <param name="root">Its folder.</param>
    /// <param name="task">What is to be done where an episode does not say it.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1461, DOG1470.</exception>
    internal static DatasetWriter Open(string root, string task) => new(root, task);

    /// <summary>Appends an episode.</summary>
    /// <exception cref="ArgumentException">It has no steps, another number of values, values that are not finite, or lacks pictures.</exception>
    /// <exception cref="Diagnostics.DiffOGException">DOG1470: it cannot be written.</exception>
    internal void Append(EpisodeWindow episode, IReadOnlyDictionary<string, string> attributes)
    {
        Check(episode);
        string what = attributes.GetValueOrDefault(TaskAttribute, task);
        int known = tasks.IndexOf(what);
        var columns = new EpisodeColumns(Described, cameras, episode, known < 0 ? tasks.Count : known);
        Guarded(folder.Root, () =>
        {
            WriteTable(columns);
            if (known < 0)
                AddTask(what);
            statistics.Append(new JsonObject { ["episode_index"] = Described.Episodes, ["stats"] = columns.Statistics }.ToJsonString(JsonLine));
            episodes.Append(Line(columns.Steps, what, attributes).ToJsonString(JsonLine));
            Count(columns.Steps);
        });
    }

    private void Check(EpisodeWindow episode)
    {
        (int seen, int done) = (Described.Features[WrittenForm.State].Width, Described.Features[WrittenForm.Command].Width);
        int steps = episode.Actions.Length / done;
        if (steps == 0 || episode.Actions.Length != steps * done || episode.Observations.Length != steps * seen)
            throw new ArgumentException($"{episode.Observations.Length} observed and {episode.Actions.Length} commanded values are not a whole, positive number of steps of {seen} and {done}.", nameof(episode));
        if (!episode.Observations.Concat(episode.Actions).All(v => double.IsFinite(v) && double.IsFinite((float)v)))
            throw new ArgumentException("The episode has values that are not finite, or not in single precision.", nameof(episode));
        foreach (CameraSpec camera in cameras)
        {
            if (!episode.Pictures.TryGetValue(camera.Name, out byte[]? pictures) || pictures.Length != (long)steps * camera.Bytes)
                throw new ArgumentException($"{steps} pictures of '{camera.Name}' take {(long)steps * camera.Bytes} bytes; the episode has {pictures?.Length ?? 0}.", nameof(episode));
        }
    }

    private void WriteTable(EpisodeColumns columns)
    {
        string path = folder.PathOf(Described.DataPath.Fill(Described.Episodes / Described.ChunkSize, Described.Episodes));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var metadata = new Dictionary<string, string> { [HubFeatures.Key] = HubFeatures.Of(Described) };
        AtomicFile.Write(path, stream => TableWriter.Write(stream, columns.Columns, cameras.Count > 0 ? PictureGroupRows : int.MaxValue, metadata: metadata));
    }

    private void AddTask(string what)
    {
        string[] all = [.. tasks, what];
        AtomicFile.Write(folder.PathOf(TasksName), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(
            all.Select((t, i) => new JsonObject { ["task_index"] = i, ["task"] = t }.ToJsonString(JsonLine) + "\n")))));
        tasks.Add(what);
    }

    private JsonObject Line(int steps, string what, IReadOnlyDictionary<string, string> attributes) => new()
    {
        ["episode_index"] = Described.Episodes,
        ["tasks"] = new JsonArray(JsonValue.Create(what)),
        ["length"] = steps,
        [DatasetInfo.Member] = new JsonObject([.. attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)JsonValue.Create(a.Value)))]),
    };

    /// <summary>From here on the episode counts.</summary>
    private void Count(int steps)
    {
        int total = Described.Episodes + 1;
        long frames = Described.Frames + steps;
        JsonObject next = info.DeepClone().AsObject();
        (next["total_episodes"], next["total_frames"], next["total_tasks"]) = (total, frames, tasks.Count);
        next["total_chunks"] = ((total - 1) / Described.ChunkSize) + 1;
        next["splits"] = new JsonObject { ["train"] = FormattableString.Invariant($"0:{total}") };
        Replace(folder.PathOf(DatasetInfo.FileName), next);
        Described = Described with { Episodes = total, Frames = frames };
    }

    private LineFile Lines(string name)
    {
        string path = folder.PathOf(name);
        try
        {
            return new LineFile(path, Described.Episodes);
        }
        catch (Exception cause) when (cause is FormatException or IOException or UnauthorizedAccessException)
        {
            throw LeRobotErrors.NotWritten(path, cause.Message.TrimEnd('.'), cause);
        }
    }

    private static void Replace(string path, JsonObject json) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, json, Json));

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw LeRobotErrors.NotWritten(path, cause.Message.TrimEnd('.'), cause);
        }
    }
}
