using DiffOG.Host.Reporting.Video;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation;

/// <summary>Takes the pictures of one episode.</summary>
/// <param name="studio">Where films are made.</param>
/// <param name="name">The video's file name, without extension.</param>
internal sealed class Film(FilmStudio studio, string name)
{
    private readonly List<Image> frames = [];
    private double rate;

    /// <summary>Takes a picture, where this machine can.</summary>
    internal void Add(ISimulator simulator)
    {
        rate = simulator.Spec.Rate;
        if (studio.TryRender(simulator) is { } frame)
            frames.Add(frame);
    }

    /// <summary>Writes the video.</summary>
    /// <returns>Its path relative to the run folder; null where there is none.</returns>
    internal string? Finish() => frames.Count == 0 ? null : studio.Write(name, frames, rate);
}

/// <summary>Films episodes. A machine that cannot render films nothing, says so once, and goes on.</summary>
/// <param name="writer">Writes the videos.</param>
/// <param name="root">The run folder.</param>
/// <param name="folder">The folder of videos below it.</param>
/// <param name="say">Receives the one sentence.</param>
internal sealed class FilmStudio(IVideoWriter writer, string root, string folder, Action<string> say)
{
    private const int Width = 256;
    private const int Height = 256;
    private int silent;

    /// <summary>A picture by the task's first camera; null where this machine cannot render.</summary>
    internal Image? TryRender(ISimulator simulator)
    {
        if (Volatile.Read(ref silent) != 0 || simulator.Spec.Cameras.Count == 0)
            return null;
        try
        {
            return simulator.Render(simulator.Spec.Cameras[0].Name, Width, Height);
        }
        catch (Diagnostics.DiffOGException cannot)
        {
            if (Interlocked.Exchange(ref silent, 1) == 0)
                say($"No videos: {cannot.Message}");
            return null;
        }
    }

    /// <summary>Writes a video.</summary>
    /// <returns>Its path relative to the run folder, with forward slashes.</returns>
    internal string Write(string name, IReadOnlyList<Image> frames, double rate) =>
        Path.GetRelativePath(root, writer.Write(Path.Combine(folder, name), frames, rate)).Replace(Path.DirectorySeparatorChar, '/');
}
