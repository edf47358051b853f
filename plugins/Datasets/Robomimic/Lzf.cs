using PureHDF.Filters;

namespace DiffOG.Datasets.Robomimic;

/// <summary>
/// h5py's LZF filter (number 32000), whose chunks hold one LZF stream without a header: runs of literals, and references
/// to what was decoded before (Lehmann's liblzf). Only reading; the length of a chunk is the third parameter.
/// </summary>
internal sealed class Lzf : IH5Filter
{
    internal const ushort Number = 32000;
    private const int LiteralLimit = 32, LongMatch = 7, HighBits = 0x1f, ChunkBytesParameter = 2;

    /// <inheritdoc/>
    public ushort FilterId => Number;

    /// <inheritdoc/>
    public string Name => "lzf";

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    /// <exception cref="NotSupportedException">Writing was asked for.</exception>
    public Memory<byte> Filter(FilterInfo info)
    {
        if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
            throw new NotSupportedException("LZF is only read.");
        int length = info.Parameters.Length > ChunkBytesParameter ? (int)Math.Min(info.Parameters[ChunkBytesParameter], int.MaxValue) : info.ChunkSize;
        // A stream that names more than its chunk could ever hold is refused before memory is taken.
        if (length < 0 || (info.ChunkSize > 0 && length > info.ChunkSize))
            throw new InvalidDataException($"an LZF stream names {length} bytes for a chunk of {info.ChunkSize}");
        // What does not get smaller is stored as it is, with a mask that PureHDF 2.2.0 does not look at.
        if (info.Buffer.Length == length)
            return info.Buffer;
        byte[] decoded = new byte[length];
        Decode(info.Buffer.Span, decoded);
        return decoded;
    }

    /// <inheritdoc/>
    public uint[] GetParameters(uint[] dimensions, uint typeSize, Dictionary<string, object>? options) => throw new NotSupportedException("LZF is only read.");

    /// <summary>
    /// Decodes a whole stream. A control byte c below 32 is followed by c + 1 literals; any other says in its upper three
    /// bits how long a match is (7: one more byte adds to it) and in the lower five, with the byte after, how far back.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream ends early, refers to before its beginning, or does not fill the target.</exception>
    internal static void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int read = 0, written = 0;
        while (read < source.Length)
        {
            int control = source[read++];
            if (control < LiteralLimit)
                Literals(source, ref read, control + 1, target, ref written);
            else
                Match(source, ref read, control, target, ref written);
        }
        if (written != target.Length)
            throw new InvalidDataException($"an LZF stream ends after {written} of {target.Length} bytes");
    }

    private static void Literals(ReadOnlySpan<byte> source, ref int read, int count, Span<byte> target, ref int written)
    {
        if (count > source.Length - read || count > target.Length - written)
            throw Damaged();
        source.Slice(read, count).CopyTo(target[written..]);
        (read, written) = (read + count, written + count);
    }

    private static void Match(ReadOnlySpan<byte> source, ref int read, int control, Span<byte> target, ref int written)
    {
        int length = control >> 5;
        if (length == LongMatch && read < source.Length)
            length += source[read++];
        if (read >= source.Length)
            throw Damaged();
        int from = written - ((control & HighBits) << 8) - source[read++] - 1;
        length += 2;
        if (from < 0 || length > target.Length - written)
            throw Damaged();
        // Byte by byte: a match may reach into what it is just writing.
        for (int i = 0; i < length; i++)
            target[written++] = target[from++];
    }

    private static InvalidDataException Damaged() => new("an LZF stream is damaged");
}
