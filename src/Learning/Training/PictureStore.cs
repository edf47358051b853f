using System.Collections.Concurrent;
using DiffOG.Datasets;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;

namespace DiffOG.Learning.Training;

/// <summary>
/// Pictures of windows. Those of episodes that the plan holds are read and decoded once, whole, when the first of them is
/// asked for; those of others each time. Safe from several threads.
/// </summary>
/// <param name="dataset">Has the cameras; stays the caller's.</param>
/// <param name="cameras">Those that are wanted.</param>
/// <param name="plan">Which episodes are held.</param>
internal sealed class PictureStore(IDemonstrationDataset dataset, IReadOnlyList<CameraSpec> cameras, MemoryPlan plan)
{
    // Colours of a scene are known well from far fewer pictures than there are.
    private const int StatisticsPictures = 500;
    private const double LargestByte = 255;
    private readonly ConcurrentDictionary<(int Episode, string Camera), Lazy<byte[]>> held = new();

    /// <summary>Those that are wanted.</summary>
    internal IReadOnlyList<CameraSpec> Cameras => cameras;

    /// <summary>The pictures of the first steps of windows; steps outside the episode repeat its first or last picture.</summary>
    /// <returns>[B, steps, Height, Width, 3].</returns>
    internal byte[] Read(CameraSpec camera, IReadOnlyList<WindowPlace> places, int steps)
    {
        byte[] pictures = GC.AllocateUninitializedArray<byte>(checked(places.Count * steps * camera.Bytes));
        for (int i = 0; i < places.Count; i++)
            Read(camera, places[i], pictures.AsMemory(i * steps * camera.Bytes, steps * camera.Bytes));
        return pictures;
    }

    /// <summary>Red, green and blue of each camera, 0 to 1, over pictures spread evenly over all episodes.</summary>
    internal Dictionary<string, InputStatistics> Colours() => cameras.ToDictionary(c => c.Name, Colours);

    private InputStatistics Colours(CameraSpec camera)
    {
        long count = Math.Min(StatisticsPictures, dataset.Spec.Steps);
        byte[] picture = new byte[camera.Bytes];
        var samples = new RunningStatistics(3);
        for (long i = 0; i < count; i++)
        {
            (int episode, int step) = Place(i * dataset.Spec.Steps / count);
            dataset.ReadPictures(episode, step, 1, camera.Name, picture);
            for (int k = 0; k < picture.Length; k++)
                samples.Add(picture[k] / LargestByte, k % 3);
        }
        return samples.Finish();
    }

    private (int Episode, int Step) Place(long step)
    {
        int episode = 0;
        while (step >= dataset.Spec.EpisodeLengths[episode])
            step -= dataset.Spec.EpisodeLengths[episode++];
        return (episode, (int)step);
    }

    private void Read(CameraSpec camera, WindowPlace place, Memory<byte> target)
    {
        int steps = target.Length / camera.Bytes, last = dataset.Spec.EpisodeLengths[place.Episode] - 1;
        int first = Math.Clamp(place.Start, 0, last), end = Math.Clamp(place.Start + steps - 1, 0, last);
        int before = Math.Clamp(first - place.Start, 0, steps - 1), count = end - first + 1;
        Copy(camera, place.Episode, first, count, target.Slice(before * camera.Bytes, count * camera.Bytes));
        for (int i = 0; i < before; i++)
            target.Slice(before * camera.Bytes, camera.Bytes).CopyTo(target[(i * camera.Bytes)..]);
        for (int i = before + count; i < steps; i++)
            target.Slice((before + count - 1) * camera.Bytes, camera.Bytes).CopyTo(target[(i * camera.Bytes)..]);
    }

    private void Copy(CameraSpec camera, int episode, int first, int count, Memory<byte> target)
    {
        if (plan.HoldsPictures(episode))
            Whole(camera, episode).AsMemory(first * camera.Bytes, count * camera.Bytes).CopyTo(target);
        else
            dataset.ReadPictures(episode, first, count, camera.Name, target);
    }

    private byte[] Whole(CameraSpec camera, int episode) => held.GetOrAdd((episode, camera.Name), _ => new Lazy<byte[]>(() =>
    {
        int steps = dataset.Spec.EpisodeLengths[episode];
        byte[] pictures = GC.AllocateUninitializedArray<byte>(steps * camera.Bytes);
        dataset.ReadPictures(episode, 0, steps, camera.Name, pictures);
        return pictures;
    })).Value;
}
