using DiffOG.Datasets;
using DiffOG.Host.Progress;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>The colours of one camera's pictures.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Colours">[3] red, green and blue, 0 to 1.</param>
/// <param name="Pictures">How many were looked at, spread evenly over all steps.</param>
internal sealed record ColourStatistics(string Camera, InputStatistics Colours, int Pictures)
{
    /// <summary>Looks at pictures of all cameras.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="most">The most pictures of a camera.</param>
    /// <param name="progress">Is told of every picture.</param>
    /// <param name="token">Ends the work.</param>
    internal static IReadOnlyList<ColourStatistics> Of(IDemonstrationDataset dataset, int most, IWorkProgress progress, CancellationToken token)
    {
        List<ColourStatistics> all = [];
        int done = 0;
        foreach (CameraSpec camera in dataset.Spec.Observations.Cameras.Where(_ => dataset.Spec.Steps > 0))
        {
            var colours = new RunningStatistics(3);
            byte[] picture = new byte[camera.Bytes];
            int pictures = 0;
            foreach ((int episode, int step) in Spread(dataset.Spec, most))
            {
                token.ThrowIfCancellationRequested();
                dataset.ReadPictures(episode, step, 1, camera.Name, picture);
                for (int i = 0; i < picture.Length; i++)
                    colours.Add(picture[i] / 255.0, i % 3);
                pictures++;
                progress.Report(++done, camera.Name);
            }
            all.Add(new ColourStatistics(camera.Name, colours.Finish(), pictures));
        }
        return all;
    }

    private static IEnumerable<(int Episode, int Step)> Spread(DatasetSpec spec, int most)
    {
        long stride = Math.Max(1, (spec.Steps + most - 1) / most), before = 0;
        for (int episode = 0; episode < spec.EpisodeLengths.Count; before += spec.EpisodeLengths[episode++])
        {
            for (long step = (stride - (before % stride)) % stride; step < spec.EpisodeLengths[episode]; step += stride)
                yield return (episode, (int)step);
        }
    }
}
