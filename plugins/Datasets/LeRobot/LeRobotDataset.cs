using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Pictures;
using DiffOG.Datasets.LeRobot.Tables;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot;

/// <summary>Demonstrations in LeRobot's layout. Opening reads the meta folder and no table of steps.</summary>
internal sealed class LeRobotDataset : ITimedDataset, IStatedStatistics, IAttributedDataset
{
    private const string Time = "timestamp", Number = "episode_index";
    private readonly DatasetInfo info;
    private readonly IReadOnlyList<Episode> episodes;
    private readonly IReadOnlyList<(ObservationEntry Entry, Part Part)> observations;
    private readonly Part actions;
    private readonly IReadOnlyList<Camera> cameras;
    private readonly TableRows rows;
    private readonly IReadOnlyDictionary<string, FeatureStatistics> overall;
    private readonly Lazy<string> fingerprint;

    /// <exception cref="Diagnostics.DiffOGException">DOG1460 to DOG1467.</exception>
    internal LeRobotDataset(LeRobotOptions options, DatasetFolder folder, ObservationSpec? task)
    {
        info = DatasetInfo.Read(folder);
        episodes = EpisodeList.Of(folder, info, options.Episodes);
        observations = ObservationChoice.Of(options, info, task, folder.Root);
        actions = Part.Of(options.Action.Columns, ObservationChoice.Require(info, options.Action.Key, folder.Root), "action", folder.Root);
        long capacity = (long)options.CacheMegabytes << 20;
        bool pictures = options.Cameras is not { Count: 0 } && info.Features.Values.Any(f => f.IsPicture);
        rows = new TableRows([.. observations.Select(o => o.Part.Feature.Name).Append(actions.Feature.Name).Distinct()], [Time, Number], pictures ? capacity / 4 : capacity);
        cameras = CameraChoice.Of(options, info, episodes, task, rows, capacity / 4 * 3, folder.Root);
        overall = StatisticsJson.Read(folder);
        var observed = new ObservationSpec([.. observations.Select(o => o.Entry)]) { Cameras = [.. cameras.Select(c => c.Spec)] };
        Spec = new DatasetSpec(
            observed, new ActionSpec(ActionMode.Absolute, [.. actions.Columns.Select(c => new ActionDimension($"{c}", ActionGroup.Joint, "1", 0, 0))]),
            info.Rate, [.. episodes.Select(e => e.Length)], $"{folder.Root} (LeRobot v{info.Version}{(info.RobotType is { } robot ? $", {robot}" : "")})");
        Spec = Spec with { Action = ActionSpecs.Of(options.Action, info, actions, Seen, folder.Root) };
        fingerprint = new Lazy<string>(() => Fingerprints.Of(folder, Selected(options), episodes,
            cameras.SelectMany(c => episodes.Select(e => e.Films.TryGetValue(c.Feature.Name, out Film film) ? film.Path : null).OfType<string>())));
    }

    /// <inheritdoc/>
    public DatasetSpec Spec { get; }

    /// <summary>Whether this project's writer made it, which alone appends to it.</summary>
    internal bool IsWritten => info.Specs is not null;

    /// <inheritdoc/>
    public string Fingerprint => fingerprint.Value;

    /// <inheritdoc/>
    public StatedStatistics? Stated => Together(overall);

    /// <inheritdoc/>
    public EpisodeWindow Read(int episode, int start, int count)
    {
        Episode read = Require(episode, start, count);
        (int wide, int size) = (Spec.Observations.Size, Spec.Action.Size);
        double[] seen = new double[count * wide], done = new double[count * size];
        int row = 0;
        foreach (TableRows.Span span in Spans(read, start, count))
        {
            int offset = 0;
            foreach ((ObservationEntry entry, Part part) in observations)
            {
                part.Copy(span, seen, row, offset, wide);
                offset += entry.Size;
            }
            actions.Copy(span, done, row, 0, size);
            row += span.Count;
        }
        RequireFinite(seen, wide, read, start, "an observation");
        RequireFinite(done, size, read, start, actions.Feature.Name);
        return new EpisodeWindow(seen, done);
    }

    /// <inheritdoc/>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures)
    {
        Camera from = cameras.FirstOrDefault(c => c.Spec.Name == camera) ?? throw new ArgumentException(NoCamera(camera), nameof(camera));
        Episode read = Require(episode, start, count);
        if (pictures.Length != (long)count * from.Spec.Bytes)
            throw new ArgumentException($"{count} pictures of '{camera}' take {(long)count * from.Spec.Bytes} bytes; found room for {pictures.Length}.", nameof(pictures));
        from.Read(read, start, pictures.Span);
    }

    /// <inheritdoc/>
    /// <remarks>Those that it was appended with; of recordings of others, what was to be done, as "task", and the recording's own number of the episode, as "episode".</remarks>
    public IReadOnlyDictionary<string, string> AttributesOf(int episode)
    {
        Episode read = Require(episode, 0, 1);
        if (read.Attributes is { } written)
            return written;
        var attributes = new Dictionary<string, string> { ["episode"] = read.Index.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        if (read.Tasks.Count > 0)
            attributes["task"] = string.Join("; ", read.Tasks);
        return attributes;
    }

    /// <inheritdoc/>
    public double[]? TimesOf(int episode)
    {
        Episode read = Require(episode, 0, 1);
        if (!info.Features.ContainsKey(Time))
            return null;
        var times = new List<double>(read.Length);
        foreach (TableRows.Span span in Spans(read, 0, read.Length))
        {
            if (!span.Columns.TryGetValue(Time, out NumberColumn? time))
                return null;
            times.AddRange(Enumerable.Range(span.First, span.Count).Select(i => time[i, 0]));
        }
        return [.. times];
    }

    /// <inheritdoc/>
    public StatedStatistics? StatedOf(int episode) => Together(Require(episode, 0, 1).Statistics);

    /// <inheritdoc/>
    public void Dispose()
    {
        // No file stays open between calls.
    }

    private Episode Require(int episode, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, episodes.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, episodes[episode].Length - count);
        return episodes[episode];
    }

    /// <summary>Rows of an episode, after a look whether the table agrees with the meta folder.</summary>
    private IEnumerable<TableRows.Span> Spans(Episode episode, int start, int count)
    {
        if (!info.Many && rows.RowsOf(episode.Table) is long length && length != episode.Length)
            throw LeRobotErrors.Table(episode.Table, $"it has {length} rows, and {Episodes2.EpisodesName} gives episode {episode.Index} {episode.Length} steps");
        foreach (TableRows.Span span in rows.Read(episode.Table, episode.FirstRow + start, count))
        {
            foreach (Part part in observations.Select(o => o.Part).Append(actions))
            {
                if (span.Columns[part.Feature.Name].Width != part.Feature.Width)
                    throw LeRobotErrors.Table(episode.Table, $"'{part.Feature.Name}' has {span.Columns[part.Feature.Name].Width} values a row, and {DatasetInfo.FileName} gives it {part.Feature.Width}");
            }
            if (span.Columns.TryGetValue(Number, out NumberColumn? number))
                RequireNumber(number, span, episode);
            yield return span;
        }
    }

    private static void RequireNumber(NumberColumn number, TableRows.Span span, Episode episode)
    {
        for (int i = span.First; i < span.First + span.Count; i++)
        {
            if (number.Whole(i) != episode.Index)
                throw LeRobotErrors.Table(episode.Table, $"a row that the meta folder gives to episode {episode.Index} is of episode {number.Whole(i)}");
        }
    }

    private static void RequireFinite(double[] values, int width, Episode episode, int start, string what)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw LeRobotErrors.NotFinite(episode.Table, what, episode.Index, start + (i / width));
        }
    }

    /// <summary>The smallest and the largest action: from what the files state of every episode, else from all rows.</summary>
    private (double[] Minimum, double[] Maximum) Seen()
    {
        FeatureStatistics?[] stated = [.. episodes.Select(e => actions.Of(e.Statistics))];
        double[] minimum = [.. Enumerable.Repeat(double.PositiveInfinity, Spec.Action.Size)], maximum = [.. Enumerable.Repeat(double.NegativeInfinity, Spec.Action.Size)];
        for (int e = 0; e < episodes.Count; e++)
        {
            bool known = stated[e] is { } s && s.Minimum.Concat(s.Maximum).All(double.IsFinite);
            double[] read = known ? [] : Read(e, 0, episodes[e].Length).Actions;
            Widen(minimum, known ? stated[e]!.Minimum : read, Math.Min);
            Widen(maximum, known ? stated[e]!.Maximum : read, Math.Max);
        }
        return (minimum, maximum);
    }

    private static void Widen(double[] bounds, double[] rows, Func<double, double, double> widen)
    {
        for (int i = 0; i < rows.Length; i++)
            bounds[i % bounds.Length] = widen(bounds[i % bounds.Length], rows[i]);
    }

    private string NoCamera(string camera) => cameras.Count == 0
        ? $"There is no camera '{camera}'; no pictures of this dataset can be read."
        : $"There is no camera '{camera}'; there are {string.Join(", ", cameras.Select(c => c.Spec.Name))}.";

    private StatedStatistics? Together(IReadOnlyDictionary<string, FeatureStatistics> stated)
    {
        FeatureStatistics?[] parts = [.. observations.Select(o => o.Part.Of(stated))];
        FeatureStatistics? done = actions.Of(stated);
        ColumnStatistics? observed = parts.All(p => p is not null) ? new ColumnStatistics(
            [.. parts.SelectMany(p => p!.Minimum)], [.. parts.SelectMany(p => p!.Maximum)], [.. parts.SelectMany(p => p!.Mean)], [.. parts.SelectMany(p => p!.Deviation)]) : null;
        return observed is null && done is null ? null : new StatedStatistics(observed, done is null ? null : new ColumnStatistics(done.Minimum, done.Maximum, done.Mean, done.Deviation));
    }

    private IEnumerable<string> Selected(LeRobotOptions options) =>
        observations.Select(o => $"{o.Entry.Name}={o.Part.Feature.Name}[{string.Join(',', o.Part.Columns)}]")
            .Append($"action={actions.Feature.Name}[{string.Join(',', actions.Columns)}]/{Spec.Action.Mode}")
            .Concat(cameras.Select(c => $"{c.Spec.Name}={c.Feature.Name} {c.Spec.Width}x{c.Spec.Height}"))
            .Append($"rate={info.Rate:R}").Append($"episodes={(options.Episodes is null ? "" : string.Join(',', options.Episodes))}");
}
