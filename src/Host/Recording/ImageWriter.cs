using DiffOG.Specs;
using System.Text.Json.Nodes;
using DiffOG.Simulation;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace DiffOG.Host.Recording;

/// <summary>Writes a copy of a recording that has pictures: <c>obs/CAMERA_image</c> [N, Height, Width, 3], bytes.</summary>
/// <param name="source">The recording.</param>
/// <param name="description">The pictures.</param>
/// <param name="spool">Where they are.</param>
internal sealed class ImageWriter(RecordedStates source, ImageDescription description, ImageSpool spool)
{
    /// <summary>Writes the file: completely or not at all.</summary>
    /// <param name="sourcePath">What errors call the recording.</param>
    /// <param name="path">The file.</param>
    /// <param name="batches">All pictures.</param>
    /// <param name="done">Receives the number of batches that are written.</param>
    /// <param name="token">Ends the work; nothing is left of it.</param>
    internal void Write(string sourcePath, string path, IReadOnlyList<ImageBatch> batches, Action<int> done, CancellationToken token)
    {
        var draft = new Hdf5Draft();
        HashSet<string> replaced = [.. source.Demos.SelectMany(d => description.Cameras.Select(c => $"data/{d.Name}/obs/{NameOf(c)}")), "data@env_args", $"data@{ImageDescription.Attribute}"];
        new Hdf5Copy(draft, sourcePath, replaced.Contains).Group(source.File, draft.Root, "");
        var data = (H5Group)draft.Root["data"];
        data.Attributes["env_args"] = Arguments();
        data.Attributes[ImageDescription.Attribute] = description.ToJson();
        var datasets = source.Demos.ToDictionary(d => d.Name, d => Add(data, d));
        int written = 0;
        foreach (ImageBatch batch in batches)
        {
            draft.Part(writer =>
            {
                Fill(writer, datasets[batch.Demo], batch);
                done(++written);
            });
        }
        draft.Write(path, _ => { }, token);
    }

    private static string NameOf(CameraSpec camera) => $"{camera.Name}_image";

    private H5Dataset<byte[]>[] Add(H5Group data, RecordedDemo demo)
    {
        var group = (H5Group)data[demo.Name];
        H5Group seen = group.TryGetValue("obs", out object? there) ? (H5Group)there : Hdf5Draft.Group(group, "obs");
        return [.. description.Cameras.Select(c => Pictures(seen, c, demo.Steps, description.Compressed))];
    }

    /// <summary>Adds the dataset of a camera's pictures.</summary>
    /// <param name="seen">The group <c>obs</c> of a demonstration.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="steps">N.</param>
    /// <param name="compressed">Whether they are compressed; a chunk is one picture then, and must be written at once.</param>
    internal static H5Dataset<byte[]> Pictures(H5Group seen, CameraSpec camera, int steps, bool compressed)
    {
        ulong[] shape = [(ulong)steps, (ulong)camera.Height, (ulong)camera.Width, 3];
        H5Dataset<byte[]> made = compressed
            ? new H5Dataset<byte[]>(shape, [1, (uint)camera.Height, (uint)camera.Width, 3], new H5DatasetCreation(new LastChunkOnly(), [new H5Filter(DeflateFilter.Id)]))
            : new H5Dataset<byte[]>(shape);
        seen[NameOf(camera)] = made;
        return made;
    }

    // A chunk is one picture, and written at once.
    private void Fill(H5NativeWriter writer, H5Dataset<byte[]>[] datasets, ImageBatch batch)
    {
        IReadOnlyList<byte[]> pictures = spool.Read(batch);
        int together = description.Compressed ? 1 : batch.Count;
        for (int c = 0; c < datasets.Length; c++)
        {
            CameraSpec camera = description.Cameras[c];
            int size = 3 * camera.Width * camera.Height;
            for (int t = 0; t < batch.Count; t += together)
            {
                var rows = new HyperslabSelection(4, [(ulong)(batch.First + t), 0, 0, 0], [(ulong)together, (ulong)camera.Height, (ulong)camera.Width, 3]);
                writer.Write(datasets[c], together == batch.Count ? pictures[c] : pictures[c].AsSpan(t * size, size).ToArray(), fileSelection: rows);
            }
        }
    }

    private string Arguments()
    {
        var arguments = (JsonObject)source.Arguments.DeepClone();
        if (arguments["env_kwargs"] is not JsonObject settings)
            arguments["env_kwargs"] = settings = [];
        settings["camera_names"] = new JsonArray([.. description.Cameras.Select(c => (JsonNode)c.Name)]);
        settings["camera_heights"] = new JsonArray([.. description.Cameras.Select(c => (JsonNode)c.Height)]);
        settings["camera_widths"] = new JsonArray([.. description.Cameras.Select(c => (JsonNode)c.Width)]);
        return arguments.ToJsonString();
    }
}
