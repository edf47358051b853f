using DiffOG.Datasets.Common;
using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Tables;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>Pictures that are files within the tables: PNG, or JPEG where there is an ffmpeg.</summary>
/// <param name="feature">The camera's feature.</param>
/// <param name="size">Height and width of the pictures.</param>
/// <param name="rows">Finds rows.</param>
/// <param name="ffmpeg">Decodes JPEG.</param>
/// <param name="capacity">The most bytes of undecoded pictures kept.</param>
internal sealed class TableFrames(Feature feature, (int Height, int Width) size, TableRows rows, Ffmpeg ffmpeg, long capacity) : IFrameSource
{
    private readonly ContentCache<(string Path, int Group), IReadOnlyList<byte[]>> files = new(capacity, group => group.Sum(f => (long)f.Length));

    /// <inheritdoc/>
    public void Each(Episode episode, int start, int count, FrameSink sink)
    {
        byte[][] pictures = [.. rows.Place(episode.Table, episode.FirstRow + start, count)
            .SelectMany(place => files.Get((episode.Table, place.Group), Load).Skip(place.First).Take(place.Count))];
        string name = $"{episode.Table}, {feature.Name}, episode {episode.Index} from step {start}";
        if (pictures.All(p => !PngDecoder.Begins(p)))
        {
            ffmpeg.Pictures(name, pictures, size, sink);
            return;
        }
        byte[] frame = new byte[size.Height * size.Width * 3];
        for (int i = 0; i < pictures.Length; i++)
        {
            Decode(pictures[i], frame, name, i);
            sink(i, frame);
        }
    }

    private void Decode(byte[] picture, byte[] frame, string name, int index)
    {
        try
        {
            PngDecoder.Decode(picture, size.Height, size.Width, frame);
        }
        catch (InvalidDataException cause)
        {
            throw LeRobotErrors.Pictures(name, $"picture {index} from there: {cause.Message}", cause);
        }
    }

    private IReadOnlyList<byte[]> Load((string Path, int Group) key)
    {
        using TableFile table = TableFile.Open(key.Path);
        return table.Files(key.Group, feature.Name);
    }
}
