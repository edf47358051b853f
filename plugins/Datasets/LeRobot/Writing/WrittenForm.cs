using System.Globalization;
using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot.Writing;

/// <summary>What a new dataset holds.</summary>
/// <param name="Observations">What is observed, with the cameras.</param>
/// <param name="Action">What is commanded.</param>
/// <param name="Rate">Steps per second [Hz].</param>
internal sealed record WrittenForm(ObservationSpec Observations, ActionSpec Action, double Rate)
{
    internal const string State = "observation.state", Command = "action", CameraPrefix = "observation.images.";
    private const string Version = "v2.1";
    private const int ChunkSize = 1000;

    /// <summary>What the context says; null when it does not say enough for a new dataset.</summary>
    internal static WrittenForm? From(PluginContext context) =>
        context is { Observations: not null, Action: not null, StepDuration: > 0 } ? new(context.Observations, context.Action, 1 / context.StepDuration.Value) : null;

    /// <summary>What must be equal where episodes are appended, in words.</summary>
    internal static string Shown(ActionSpec action, double rate) =>
        FormattableString.Invariant($"{(action.Mode == ActionMode.Relative ? "relative" : "absolute")} [{string.Join(", ", action.Dimensions.Select(d => d.Name))}], {rate:0.######} Hz");

    /// <summary>The description of an empty dataset.</summary>
    internal JsonObject Info(bool doublePrecision) => new()
    {
        ["codebase_version"] = Version,
        ["robot_type"] = null,
        ["total_episodes"] = 0,
        ["total_frames"] = 0,
        ["total_tasks"] = 0,
        ["total_videos"] = 0,
        ["total_chunks"] = 0,
        ["chunks_size"] = ChunkSize,
        // LeRobot takes whole rates only; 20.000000000000004 is what a step of 0.05 s comes to.
        ["fps"] = Math.Abs(Rate - Math.Round(Rate)) < 1e-9 * Rate ? JsonValue.Create((long)Math.Round(Rate)) : JsonValue.Create(Rate),
        ["splits"] = new JsonObject { ["train"] = "0:0" },
        ["data_path"] = "data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet",
        ["video_path"] = null,
        ["features"] = Features(doublePrecision ? "float64" : "float32"),
        [DatasetInfo.Member] = System.Text.Json.JsonSerializer.SerializeToNode(new WrittenSpecs(Observations.Entries, Action.Mode, Action.Dimensions), WrittenSpecs.Json),
    };

    private JsonObject Features(string type)
    {
        var features = new JsonObject
        {
            [State] = Feature(type, [Observations.Size], Observations.Entries.SelectMany(Labels)),
            [Command] = Feature(type, [Action.Size], Action.Dimensions.Select(d => d.Name)),
        };
        foreach (CameraSpec camera in Observations.Cameras)
            features[CameraPrefix + camera.Name] = Feature("image", [camera.Height, camera.Width, 3], ["height", "width", "channels"]);
        features["timestamp"] = Feature("float32", [1], null);
        foreach (string counter in (string[])["frame_index", "episode_index", "index", "task_index"])
            features[counter] = Feature("int64", [1], null);
        return features;
    }

    private static JsonObject Feature(string type, int[] shape, IEnumerable<string>? names) => new()
    {
        ["dtype"] = type,
        ["shape"] = new JsonArray([.. shape.Select(n => JsonValue.Create(n))]),
        ["names"] = names is null ? null : new JsonArray([.. names.Select(n => JsonValue.Create(n))]),
    };

    private static IEnumerable<string> Labels(ObservationEntry entry) =>
        entry.Size == 1 ? [entry.Name] : Enumerable.Range(0, entry.Size).Select(i => string.Create(CultureInfo.InvariantCulture, $"{entry.Name}_{i}"));
}
