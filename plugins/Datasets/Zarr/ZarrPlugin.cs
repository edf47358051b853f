using DiffOG.Composition;
using DiffOG.Datasets.Zarr.Stores;
using DiffOG.Diagnostics;
using DiffOG.Specs;
using Microsoft.Extensions.Logging;

namespace DiffOG.Datasets.Zarr;

/// <summary>Reads demonstrations from the zarr layout of the diffusion policy project.</summary>
[Plugin("zarr", "Demonstrations in the zarr layout of diffusion policy: Push-T, Meta-World of 3D diffusion policy, and their like.")]
public sealed class ZarrPlugin : Plugin<IDemonstrationDataset, ZarrOptions>, IDatasetRecogniser
{
    /// <inheritdoc/>
    /// <remarks>Where the task's observations are known, those of the options must have the same names, sizes and order.</remarks>
    public override IDemonstrationDataset Create(ZarrOptions options, PluginContext context)
    {
        IStore store = Open(context.PathOf(options.Path));
        try
        {
            var demonstrations = new ZarrDemonstrations(options, store, context.Loggers.CreateLogger<ZarrPlugin>());
            if (context.Observations is ObservationSpec task && Named(task) != Named(demonstrations.Spec.Observations))
                throw ZarrErrors.OtherObservations(store.Root, Named(demonstrations.Spec.Observations), Named(task));
            return demonstrations;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RecognisedDataset? Recognise(string path)
    {
        if (!Directory.Exists(path) && Path.GetExtension(path) != ".zip")
            return null;
        try
        {
            using IStore store = Open(path);
            return ZarrRecognition.Of(store);
        }
        catch (DiffOGException)
        {
            return null;
        }
    }

    private static string Named(ObservationSpec spec) => string.Join(", ", spec.Entries.Select(e => $"{e.Name}[{e.Size}]"));

    private static IStore Open(string path)
    {
        if (File.Exists(path))
            return OpenZip(path);
        if (!Directory.Exists(path))
            throw ZarrErrors.NoStore(path, "there is no such folder or file", null);
        if (!File.Exists(Path.Combine(path, "meta", "episode_ends", ".zarray")))
            throw ZarrErrors.NoStore(path, "the folder has no meta/episode_ends/.zarray", Nearby(path));
        return new FolderStore(path);
    }

    private static ZipStore OpenZip(string path)
    {
        try
        {
            var store = new ZipStore(path);
            if (store.Length("meta/episode_ends/.zarray") is not null)
                return store;
            store.Dispose();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1420", $"'{path}' is a file that cannot be opened as a zip file: {e.Message}", "Give the folder of a zarr store, or copy or download the zip file again.", e);
        }
        throw ZarrErrors.NoStore(path, "the zip file has no meta/episode_ends/.zarray", null);
    }

    private static string? Nearby(string path)
    {
        try
        {
            return Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).FirstOrDefault(d => File.Exists(Path.Combine(d, "meta", "episode_ends", ".zarray")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
