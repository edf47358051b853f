using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>Looks at the pictures of one camera: are they black, and do they change while the robot moves.</summary>
/// <param name="dataset">The data.</param>
/// <param name="camera">The camera.</param>
/// <param name="book">Takes the findings.</param>
internal sealed class PictureCheck(IDemonstrationDataset dataset, CameraSpec camera, FindingBook book)
{
    /// <summary>Bytes that are read at once.</summary>
    private const int BatchBytes = 8 << 20;

    /// <summary>Up to this brightness, of 255, a pixel is black.</summary>
    private const byte Black = 8;

    /// <summary>Of a dimension's range: the robot has moved.</summary>
    private const double Movement = 0.05;

    /// <summary>A camera may miss some pictures; a second without a new one is too long.</summary>
    private readonly int most = Math.Max(5, (int)Math.Ceiling(dataset.Spec.Rate));

    /// <summary>Looks at an episode.</summary>
    internal void Look(int episode, CancellationToken token)
    {
        int batch = Math.Max(1, BatchBytes / camera.Bytes), length = dataset.Spec.EpisodeLengths[episode];
        byte[] pictures = new byte[batch * camera.Bytes], before = [];
        var black = new StepRuns((first, last) => book.Add(FindingKind.BlackPicture, episode, first, last, $"{camera.Name} is black"));
        var same = new StepRuns((first, last) => Stuck(episode, first - 1, last));
        for (int start = 0; start < length; start += batch)
        {
            token.ThrowIfCancellationRequested();
            Memory<byte> read = pictures.AsMemory(0, Math.Min(batch, length - start) * camera.Bytes);
            if (!TryRead(episode, start, read))
                return;
            for (int t = 0; t < read.Length / camera.Bytes; t++)
            {
                ReadOnlySpan<byte> picture = read.Span.Slice(t * camera.Bytes, camera.Bytes);
                black.At(start + t, !picture.ContainsAnyExceptInRange((byte)0, Black));
                same.At(start + t, picture.SequenceEqual(before));
                before = picture.ToArray();
            }
        }
        black.End();
        same.End();
    }

    private bool TryRead(int episode, int start, Memory<byte> pictures)
    {
        try
        {
            dataset.ReadPictures(episode, start, pictures.Length / camera.Bytes, camera.Name, pictures);
            return true;
        }
        catch (DiffOGException refusal)
        {
            book.Add(FindingKind.Unreadable, episode, start, start + (pictures.Length / camera.Bytes) - 1, refusal.Message.TrimEnd('.'));
            return false;
        }
    }

    private void Stuck(int episode, int first, int last)
    {
        if (last - first >= most && Moves(SoundPieces.Of(dataset, new StepRange(episode, first, last - first + 1))))
            book.Add(FindingKind.StuckPicture, episode, first, last, FormattableString.Invariant($"{camera.Name} shows one picture for {last - first + 1} steps, while the robot is told to move"));
    }

    private bool Moves(IEnumerable<Piece> pieces)
    {
        ActionSpec spec = dataset.Spec.Action;
        double[][] rows = [.. pieces.Where(p => p.Window is not null).SelectMany(p => p.Window!.Actions.Chunk(spec.Size))];
        return rows.Length > 0 && spec.MotionDimensions.Any(d =>
        {
            double range = spec.Dimensions[d].Maximum - spec.Dimensions[d].Minimum;
            double extent = spec.Mode == ActionMode.Absolute ? rows.Max(r => r[d]) - rows.Min(r => r[d]) : rows.Max(r => Math.Abs(r[d]));
            return extent > Movement * range;
        });
    }
}
