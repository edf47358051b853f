using DiffOG.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation;

/// <summary>Films episodes. A machine that cannot render films nothing, says so once, and goes on.</summary>
/// <param name="writer">Writes the videos.</param>
/// <param name="say">Receives the one sentence.</param>
internal sealed class FilmStudio(IFilmWriter writer, Action<string> say)
{
    private const int Width = 256;
    private const int Height = 256;
    private int silent;

    /// <summary>Writes the videos.</summary>
    internal IFilmWriter Writer => writer;

    /// <summary>A picture by the task's first camera; null where this machine cannot render.</summary>
    internal Image? TryRender(ISimulator simulator)
    {
        if (Volatile.Read(ref silent) != 0 || simulator.Spec.Cameras.Count == 0)
            return null;
        try
        {
            return simulator.Render(simulator.Spec.Cameras[0], Width, Height);
        }
        catch (DiffOGException cannot)
        {
            if (Interlocked.Exchange(ref silent, 1) == 0)
                say($"No videos: {cannot.Message}");
            return null;
        }
    }
}
