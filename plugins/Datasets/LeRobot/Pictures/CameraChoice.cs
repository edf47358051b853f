using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Tables;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>Which cameras can be read: those of the options, else all whose pictures are there.</summary>
internal static class CameraChoice
{
    private const string Prefix = "observation.images.", ShortPrefix = "observation.";

    /// <param name="options">What a person says.</param>
    /// <param name="info">What the dataset says.</param>
    /// <param name="episodes">Tell which films are there.</param>
    /// <param name="task">Its cameras say which size is wanted; null where it is not known.</param>
    /// <param name="rows">Finds rows.</param>
    /// <param name="capacity">The most bytes of pictures kept, of all cameras.</param>
    /// <param name="root">The dataset, for messages.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1463: there is no such camera.</exception>
    internal static IReadOnlyList<Camera> Of(LeRobotOptions options, DatasetInfo info, IReadOnlyList<Episode> episodes, ObservationSpec? task, TableRows rows, long capacity, string root)
    {
        Feature[] there = [.. info.Features.Values.Where(f => f.IsPicture && f.PictureSize is not null)];
        (LeRobotCamera Wanted, Feature Feature)[] chosen = options.Cameras is { } cameras
            ? [.. cameras.Select(c => (c, there.FirstOrDefault(f => f.Name == c.Key) ?? throw LeRobotErrors.NoFeature(root, c.Key, "camera", [.. there.Select(f => f.Name)])))]
            : [.. there.Where(f => HasPictures(f, episodes)).Select(f => (new LeRobotCamera { Name = NameOf(f), Key = f.Name }, f))];
        var ffmpeg = new Ffmpeg(options.Ffmpeg);
        return [.. chosen.Select(c => Of(c.Wanted, c.Feature, info, task, rows, ffmpeg, capacity / chosen.Length))];
    }

    private static Camera Of(LeRobotCamera wanted, Feature feature, DatasetInfo info, ObservationSpec? task, TableRows rows, Ffmpeg ffmpeg, long capacity)
    {
        (int Height, int Width) recorded = feature.PictureSize!.Value;
        CameraSpec? known = task?.Cameras.FirstOrDefault(c => c.Name == wanted.Name);
        var spec = new CameraSpec(wanted.Name, wanted.Width ?? known?.Width ?? recorded.Width, wanted.Height ?? known?.Height ?? recorded.Height);
        IFrameSource source = feature.IsVideo ? new FilmFrames(feature, recorded, info.Rate, ffmpeg) : new TableFrames(feature, recorded, rows, ffmpeg, capacity / 4);
        return new Camera(spec, feature, recorded, source, feature.IsVideo ? capacity : capacity / 4 * 3);
    }

    private static bool HasPictures(Feature feature, IReadOnlyList<Episode> episodes) =>
        !feature.IsVideo || (episodes.Count > 0 && episodes[0].Films.TryGetValue(feature.Name, out Film film) && File.Exists(film.Path));

    private static string NameOf(Feature feature) => feature.Name.StartsWith(Prefix, StringComparison.Ordinal) ? feature.Name[Prefix.Length..]
        : feature.Name.StartsWith(ShortPrefix, StringComparison.Ordinal) ? feature.Name[ShortPrefix.Length..] : feature.Name;
}
