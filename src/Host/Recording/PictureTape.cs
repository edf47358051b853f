using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Recording;

/// <summary>Keeps what cameras see in the course of one episode.</summary>
/// <param name="cameras">Those that are wanted; none: nothing is rendered.</param>
internal sealed class PictureTape(IReadOnlyList<CameraSpec> cameras)
{
    private readonly MemoryStream[] seen = [.. cameras.Select(_ => new MemoryStream())];

    /// <summary>Takes a picture by each camera.</summary>
    /// <param name="simulator">In the state that is observed.</param>
    /// <exception cref="Diagnostics.DiffOGException">This machine cannot render; the message says what is missing.</exception>
    internal void Look(ISimulator simulator)
    {
        for (int i = 0; i < seen.Length; i++)
            seen[i].Write(simulator.Render(cameras[i].Name, cameras[i].Width, cameras[i].Height).Rgb);
    }

    /// <summary>[k, Height, Width, 3] by camera.</summary>
    internal Dictionary<string, byte[]> Finish() => cameras.Zip(seen).ToDictionary(c => c.First.Name, c => c.Second.ToArray());
}
