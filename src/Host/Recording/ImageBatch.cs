using DiffOG.Specs;
using DiffOG.Simulation;

namespace DiffOG.Host.Recording;

/// <summary>Consecutive steps of one demonstration whose pictures are rendered and kept together.</summary>
/// <param name="Demo">Name of the demonstration.</param>
/// <param name="First">The first step.</param>
/// <param name="Count">How many.</param>
internal sealed record ImageBatch(string Demo, int First, int Count)
{
    /// <summary>What the pictures of a batch may take, where it is more than one step [bytes].</summary>
    internal const long MostBytes = 16 << 20;

    /// <summary>Divides demonstrations into batches that fit into memory whatever the size of the pictures.</summary>
    internal static IReadOnlyList<ImageBatch> Of(IEnumerable<RecordedDemo> demos, IEnumerable<CameraSpec> cameras, long mostBytes = MostBytes)
    {
        int most = (int)Math.Clamp(mostBytes / cameras.Sum(c => 3L * c.Width * c.Height), 1, int.MaxValue);
        return [.. demos.SelectMany(d => Enumerable.Range(0, ((d.Steps - 1) / most) + 1).Select(i => new ImageBatch(d.Name, i * most, Math.Min(most, d.Steps - (i * most)))))];
    }
}
