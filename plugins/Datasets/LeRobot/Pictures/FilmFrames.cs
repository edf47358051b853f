using DiffOG.Datasets.LeRobot.Format;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>Pictures that are frames of films: step <c>i</c> of an episode is the frame <c>i</c>/rate after the episode's beginning.</summary>
/// <param name="feature">The camera's feature.</param>
/// <param name="size">Height and width of the frames.</param>
/// <param name="rate">Steps per second [Hz].</param>
/// <param name="ffmpeg">Decodes.</param>
internal sealed class FilmFrames(Feature feature, (int Height, int Width) size, double rate, Ffmpeg ffmpeg) : IFrameSource
{
    /// <inheritdoc/>
    public void Each(Episode episode, int start, int count, FrameSink sink)
    {
        if (!episode.Films.TryGetValue(feature.Name, out Film film) || !File.Exists(film.Path))
            throw LeRobotErrors.Pictures(film.Path ?? feature.Name, $"there is no film of episode {episode.Index}");
        ffmpeg.Film(film.Path, film.From + (start / rate), rate, size, count, sink);
    }
}
