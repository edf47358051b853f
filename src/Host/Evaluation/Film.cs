using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation;

/// <summary>Writes pictures as a video.</summary>
internal interface IFilmWriter
{
    /// <summary>Writes a video.</summary>
    /// <param name="label">The refiner's name in the report.</param>
    /// <param name="seed">The episode's seed.</param>
    /// <param name="frames">One a control step, the first one after the reset.</param>
    /// <param name="rate">Frames per second [Hz].</param>
    /// <returns>The path relative to the run folder; null when it could not be written.</returns>
    string? Write(string label, long seed, IReadOnlyList<Image> frames, double rate);
}

/// <summary>Takes the pictures of one episode.</summary>
/// <param name="studio">Where films are made.</param>
/// <param name="label">The refiner's name in the report.</param>
/// <param name="seed">The episode's seed.</param>
internal sealed class Film(FilmStudio studio, string label, long seed)
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
    internal string? Finish() => frames.Count == 0 ? null : studio.Writer.Write(label, seed, frames, rate);
}
