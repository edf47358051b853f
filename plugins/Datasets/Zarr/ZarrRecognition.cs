using System.Text.Json;
using DiffOG.Datasets.Zarr.Format;
using DiffOG.Datasets.Zarr.Stores;
using DiffOG.Diagnostics;

namespace DiffOG.Datasets.Zarr;

/// <summary>Which arrays of a store a person probably means who names nothing but the store.</summary>
internal static class ZarrRecognition
{
    /// <summary>More values a step are pictures, point clouds and depth maps, which nobody wants by default in one vector.</summary>
    private const int MostValues = 1024;
    private const int Colours = 3;
    private const long LargestMetadata = 1 << 20;
    private static readonly string[] ActionNames = ["action", "actions"];

    /// <summary>Options that read all low-dimensional arrays of a store as its observation.</summary>
    /// <param name="store">The store.</param>
    internal static RecognisedDataset Of(IStore store)
    {
        string action = ActionNames.FirstOrDefault(name => Metadata(store, name) is not null) ?? ActionNames[0];
        int steps = Metadata(store, action)?.Shape[0] ?? -1;
        (string Key, ArrayMetadata? Form)[] others = [.. store.Arrays("data").Where(k => k != action).Order(StringComparer.Ordinal).Select(k => (k, Metadata(store, k)))];
        string[] cameras = [.. others.Where(o => o.Form?.Shape is [var n, > 0, > 0, Colours] && n == steps).Select(o => o.Key)];
        string[] chosen = [.. others.Where(o => o.Form is { } form && form.Shape[0] == steps && form.RowSize is > 0 and <= MostValues && !cameras.Contains(o.Key)).Select(o => o.Key)];
        string options = JsonSerializer.Serialize(new
        {
            path = store.Root,
            observations = chosen.Select(key => new { name = key.Replace('/', '_'), key }),
            cameras = cameras.Select(key => new { name = key.Replace('/', '_'), key }),
            action = new { key = action },
        });
        return new RecognisedDataset(options, [.. Assumptions(chosen, cameras, [.. others.Where(o => !chosen.Contains(o.Key) && !cameras.Contains(o.Key)).Select(o => (o.Key, o.Form))])]);
    }

    private static IEnumerable<string> Assumptions(string[] chosen, string[] cameras, (string Key, ArrayMetadata? Form)[] left)
    {
        var defaults = new ZarrOptions();
        yield return FormattableString.Invariant($"rate {defaults.Rate} Hz, and actions that are {(defaults.Action.Mode == Specs.ActionMode.Absolute ? "absolute" : "relative")}: the format does not say (options.rate, options.action.mode)");
        yield return $"an observation is {(chosen.Length == 0 ? "nothing" : string.Join(", ", chosen))} (options.observations)";
        if (cameras.Length > 0)
            yield return $"cameras are {string.Join(", ", cameras)} (options.cameras)";
        if (left.Length > 0)
            yield return $"left out: {string.Join(", ", left.Select(l => l.Form is null ? $"{l.Key}, which cannot be read" : $"{l.Key} [{string.Join(", ", l.Form.Shape)}]"))}";
    }

    private static ArrayMetadata? Metadata(IStore store, string key)
    {
        string file = $"data/{key}/.zarray";
        try
        {
            return store.Read(file, LargestMetadata) is { } json ? ArrayMetadata.Parse(file, json) : null;
        }
        catch (Exception cause) when (cause is DiffOGException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
