using DiffOG.Datasets.Common;
using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>One camera: pictures in the size that is wanted, decoded some steps at a time. Safe from several threads.</summary>
internal sealed class Camera
{
    /// <summary>Long enough that a film's keyframes and a program's start weigh little, short enough for windows drawn at random.</summary>
    private const int BlockSteps = 64;
    private const int LargestBlock = 32 << 20;
    private readonly IFrameSource source;
    private readonly AreaResampler? resampler;
    private readonly ContentCache<(int Episode, int Block), byte[]> blocks;
    private readonly int steps;

    /// <param name="spec">What is wanted.</param>
    /// <param name="feature">The dataset's feature.</param>
    /// <param name="recorded">Height and width of what is recorded.</param>
    /// <param name="source">Where pictures come from.</param>
    /// <param name="capacity">The most bytes of pictures kept.</param>
    internal Camera(CameraSpec spec, Feature feature, (int Height, int Width) recorded, IFrameSource source, long capacity)
    {
        (Spec, Feature, this.source) = (spec, feature, source);
        resampler = recorded == (spec.Height, spec.Width) ? null : new AreaResampler(recorded, (spec.Height, spec.Width));
        blocks = new ContentCache<(int, int), byte[]>(capacity, block => block.Length);
        steps = Math.Clamp(LargestBlock / spec.Bytes, 1, BlockSteps);
    }

    /// <summary>What it gives.</summary>
    internal CameraSpec Spec { get; }

    /// <summary>What it is in the dataset.</summary>
    internal Feature Feature { get; }

    /// <summary>Reads pictures of consecutive steps.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1464, DOG1468, DOG1469.</exception>
    internal void Read(Episode episode, int start, Span<byte> pictures)
    {
        for (int step = start, end = start + (pictures.Length / Spec.Bytes); step < end;)
        {
            int block = step / steps, inBlock = step % steps, taken = Math.Min(end - step, steps - inBlock);
            byte[] decoded = blocks.Get((episode.Index, block), _ => Decode(episode, block * steps, Math.Min(steps, episode.Length - (block * steps))));
            decoded.AsSpan(inBlock * Spec.Bytes, taken * Spec.Bytes).CopyTo(pictures[((step - start) * Spec.Bytes)..]);
            step += taken;
        }
    }

    private byte[] Decode(Episode episode, int start, int count)
    {
        byte[] decoded = new byte[count * Spec.Bytes];
        source.Each(episode, start, count, (i, rgb) =>
        {
            Span<byte> place = decoded.AsSpan(i * Spec.Bytes, Spec.Bytes);
            if (resampler is null)
                rgb.CopyTo(place);
            else
                resampler.Resize(rgb, place);
        });
        return decoded;
    }
}
