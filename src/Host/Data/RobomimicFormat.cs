using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Host.Recording;
using DiffOG.Host.Stages;
using DiffOG.Specs;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;

namespace DiffOG.Host.Data;

/// <summary>
/// One HDF5 file in robomimic's layout. A dataset knows neither rewards nor what was seen after the last step: rewards are
/// zero, <c>dones</c> is 1 at the last step, and <c>next_obs</c> repeats the last observation there.
/// </summary>
/// <param name="compressed">Whether pictures are compressed (gzip, a chunk each).</param>
/// <param name="plugins">Makes the plugin that reads it.</param>
internal sealed class RobomimicFormat(bool compressed, IPluginSource plugins) : IConversionFormat
{
    private const string Id = "robomimic", StepsAttribute = "num_samples";
    private const int BatchBytes = 8 << 20;

    // robomimic's number for environments that are made by their name.
    private const int MadeByName = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <inheritdoc/>
    public string Plugin => Id;

    /// <inheritdoc/>
    public void Write(IDemonstrationDataset source, string path, Action<int> done, CancellationToken token)
    {
        DatasetSpec spec = source.Spec;
        if (spec.Observations.Entries.Count == 0)
            throw DataErrors.CannotKeep(Id, "its observations are pictures only");
        var draft = new Hdf5Draft();
        H5Group data = Hdf5Draft.Group(draft.Root, "data");
        data.Attributes["total"] = spec.Steps;
        data.Attributes["env_args"] = Arguments(spec);
        data.Attributes[RobomimicWriter.OwnAttribute] = JsonSerializer.Serialize(new { convertedFrom = spec.Source, spec.Rate, observations = spec.Observations.Entries, action = spec.Action }, Json);
        for (int episode = 0; episode < spec.EpisodeLengths.Count; episode++)
            Add(draft, Hdf5Draft.Group(data, RobomimicWriter.NameOf(episode)), source, episode, token);
        AddMasks(draft, spec.EpisodeLengths.Count);
        int parts = 1 + spec.Observations.Cameras.Count;
        draft.Write(path, written => done(written / parts), token);
    }

    /// <inheritdoc/>
    public IDemonstrationDataset Open(string path, DatasetSpec spec) => plugins.Create<IDemonstrationDataset>(
        plugins.Choose(PluginKind.Dataset, Id, JsonSerializer.Serialize(new { path })), new PluginContext { Plugins = plugins, BaseFolder = Path.GetDirectoryName(path)! });

    private void Add(Hdf5Draft draft, H5Group demo, IDemonstrationDataset source, int episode, CancellationToken token)
    {
        DatasetSpec spec = source.Spec;
        int steps = spec.EpisodeLengths[episode];
        demo.Attributes[StepsAttribute] = (long)steps;
        foreach ((string name, string value) in source is IAttributedDataset attributed ? attributed.AttributesOf(episode) : new Dictionary<string, string>())
            demo.Attributes[name] = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number.ToString(CultureInfo.InvariantCulture) == value ? number : value;
        H5Dataset<double[]> actions = Hdf5Draft.Dataset<double>(demo, "actions", steps, spec.Action.Size), rewards = Hdf5Draft.Dataset<double>(demo, "rewards", steps);
        H5Dataset<long[]> dones = Hdf5Draft.Dataset<long>(demo, "dones", steps);
        H5Group seen = Hdf5Draft.Group(demo, "obs"), next = Hdf5Draft.Group(demo, "next_obs");
        H5Dataset<double[]>[] now = Entries(seen, spec, steps), later = Entries(next, spec, steps);
        draft.Part(writer =>
        {
            EpisodeWindow window = source.Read(episode, 0, steps);
            writer.Write(actions, window.Actions);
            writer.Write(rewards, new double[steps]);
            writer.Write(dones, [.. Enumerable.Range(0, steps).Select(t => t == steps - 1 ? 1L : 0L)]);
            WriteEntries(writer, now, spec, window.Observations, t => t);
            WriteEntries(writer, later, spec, window.Observations, t => Math.Min(t + 1, steps - 1));
        });
        foreach (CameraSpec camera in spec.Observations.Cameras)
            AddPictures(draft, seen, source, episode, camera, token);
    }

    private static H5Dataset<double[]>[] Entries(H5Group group, DatasetSpec spec, int steps) =>
        [.. spec.Observations.Entries.Select(e => Hdf5Draft.Dataset<double>(group, e.Name, steps, e.Size))];

    private static void WriteEntries(H5NativeWriter writer, H5Dataset<double[]>[] datasets, DatasetSpec spec, double[] rows, Func<int, int> rowOf)
    {
        int size = spec.Observations.Size, steps = rows.Length / size, offset = 0;
        foreach ((H5Dataset<double[]> dataset, int width) in datasets.Zip(spec.Observations.Entries.Select(e => e.Size)))
        {
            double[] values = new double[steps * width];
            for (int t = 0; t < steps; t++)
                rows.AsSpan((rowOf(t) * size) + offset, width).CopyTo(values.AsSpan(t * width));
            writer.Write(dataset, values);
            offset += width;
        }
    }

    private void AddPictures(Hdf5Draft draft, H5Group seen, IDemonstrationDataset source, int episode, CameraSpec camera, CancellationToken token)
    {
        int steps = source.Spec.EpisodeLengths[episode];
        H5Dataset<byte[]> pictures = ImageWriter.Pictures(seen, camera, steps, compressed);
        // A chunk is one picture, and written at once.
        int batch = compressed ? 1 : Math.Max(1, BatchBytes / camera.Bytes);
        draft.Part(writer =>
        {
            for (int start = 0; start < steps; start += batch)
            {
                token.ThrowIfCancellationRequested();
                int count = Math.Min(batch, steps - start);
                byte[] bytes = new byte[count * camera.Bytes];
                source.ReadPictures(episode, start, count, camera.Name, bytes);
                writer.Write(pictures, bytes, fileSelection: new HyperslabSelection(4, [(ulong)start, 0, 0, 0], [(ulong)count, (ulong)camera.Height, (ulong)camera.Width, 3]));
            }
        });
    }

    private static string Arguments(DatasetSpec spec) => new JsonObject
    {
        ["env_name"] = "unknown",
        ["type"] = MadeByName,
        ["env_kwargs"] = new JsonObject
        {
            ["control_freq"] = spec.Rate,
            ["camera_names"] = new JsonArray([.. spec.Observations.Cameras.Select(c => (JsonNode)c.Name)]),
            ["camera_heights"] = new JsonArray([.. spec.Observations.Cameras.Select(c => (JsonNode)c.Height)]),
            ["camera_widths"] = new JsonArray([.. spec.Observations.Cameras.Select(c => (JsonNode)c.Width)]),
        },
    }.ToJsonString();

    // One in ten for validation, as recordings of 'diffog collect' have it.
    private static void AddMasks(Hdf5Draft draft, int count)
    {
        int[] valid = ValidationSplit.Of(count, seed: 0);
        H5Group mask = Hdf5Draft.Group(draft.Root, "mask");
        mask["train"] = Enumerable.Range(0, count).Except(valid).Select(RobomimicWriter.NameOf).ToArray();
        if (valid.Length > 0)
            mask["valid"] = valid.Select(RobomimicWriter.NameOf).ToArray();
    }
}
