using System.Text.Json.Nodes;
using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Pictures;
using DiffOG.Datasets.LeRobot.Tables;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot.Writing;

/// <summary>One episode as the columns of a table, and the statistics of each.</summary>
internal sealed class EpisodeColumns
{
    private readonly List<WrittenColumn> columns = [];
    private readonly JsonObject statistics = [];

    /// <param name="info">What the dataset holds so far.</param>
    /// <param name="cameras">Whose pictures are kept.</param>
    /// <param name="episode">All steps.</param>
    /// <param name="task">The number of what was to be done.</param>
    internal EpisodeColumns(DatasetInfo info, IReadOnlyList<CameraSpec> cameras, EpisodeWindow episode, int task)
    {
        Steps = episode.Actions.Length / info.Features[WrittenForm.Command].Width;
        Numbers(info.Features[WrittenForm.State], episode.Observations);
        Numbers(info.Features[WrittenForm.Command], episode.Actions);
        foreach (CameraSpec camera in cameras)
            Pictures(camera, episode.Pictures[camera.Name]);
        float[] times = [.. Enumerable.Range(0, Steps).Select(i => (float)(i / info.Rate))];
        columns.Add(WrittenColumn.Of("timestamp", times));
        statistics["timestamp"] = ColumnSummary.Of([.. times.Select(t => (double)t)], 1).ToJson();
        Counter("frame_index", i => i);
        Counter("episode_index", _ => info.Episodes);
        Counter("index", i => info.Frames + i);
        Counter("task_index", _ => task);
    }

    /// <summary>How many steps it has.</summary>
    internal int Steps { get; }

    /// <summary>The table's columns.</summary>
    internal IReadOnlyList<WrittenColumn> Columns => columns;

    /// <summary>{feature: {min, max, mean, std, count}}.</summary>
    internal JsonObject Statistics => statistics;

    private void Numbers(Feature feature, double[] values)
    {
        bool single = feature.Type == "float32";
        float[] rounded = single ? Array.ConvertAll(values, v => (float)v) : [];
        columns.Add(single ? Column(feature, rounded) : Column(feature, values));
        // Statistics are of what is stored.
        statistics[feature.Name] = ColumnSummary.Of(single ? Array.ConvertAll(rounded, v => (double)v) : values, feature.Width).ToJson();
    }

    private static WrittenColumn Column<T>(Feature feature, T[] values)
        where T : struct => feature.Width == 1 ? WrittenColumn.Of(feature.Name, values) : WrittenColumn.Lists(feature.Name, values, feature.Width);

    private void Counter(string name, Func<int, long> at)
    {
        long[] values = [.. Enumerable.Range(0, Steps).Select(at)];
        columns.Add(WrittenColumn.Of(name, values));
        statistics[name] = ColumnSummary.Of([.. values.Select(v => (double)v)], 1).ToJson();
    }

    private void Pictures(CameraSpec camera, byte[] pictures)
    {
        string name = WrittenForm.CameraPrefix + camera.Name;
        columns.Add(WrittenColumn.Files(name, [.. Enumerable.Range(0, Steps).Select(i => PngEncoder.Encode(pictures.AsSpan(i * camera.Bytes, camera.Bytes), camera.Height, camera.Width))]));
        statistics[name] = ColumnSummary.OfColours(pictures).ToPictureJson(Steps);
    }
}
