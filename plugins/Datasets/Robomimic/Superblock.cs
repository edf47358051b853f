using System.Buffers.Binary;

namespace DiffOG.Datasets.Robomimic;

/// <summary>
/// The first bytes of an HDF5 file: that it is one, and how long it is (HDF5 File Format Specification, section II).
/// A file cut short is noticed here, before some dataset far behind turns out to be missing.
/// </summary>
internal static class Superblock
{
    private const int LongestBytes = 64, OffsetBytes = 8;
    private static readonly byte[] Signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>What is wrong with a file; null where nothing is seen to be.</summary>
    /// <param name="path">The file.</param>
    internal static string? Fault(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[LongestBytes];
        int length = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        if (length < Signature.Length || !begin.StartsWith(Signature))
            return "it does not begin as one";
        return length == begin.Length && EndOf(begin) is { } end && (ulong)stream.Length < end
            ? FormattableString.Invariant($"it was cut short, or is still being written: it should have {end} bytes, and has {stream.Length}")
            : null;
    }

    /// <summary>Whether a file begins as an HDF5 file does.</summary>
    /// <param name="path">The file.</param>
    internal static bool Begins(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            Span<byte> begin = stackalloc byte[Signature.Length];
            return stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual(Signature);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Where the end of the file stands depends on the version; addresses that are not 8 bytes wide are left to the library.
    private static ulong? EndOf(ReadOnlySpan<byte> block) => block[8] switch
    {
        0 when block[13] == OffsetBytes => BinaryPrimitives.ReadUInt64LittleEndian(block[40..]),
        1 when block[13] == OffsetBytes => BinaryPrimitives.ReadUInt64LittleEndian(block[44..]),
        2 or 3 when block[9] == OffsetBytes => BinaryPrimitives.ReadUInt64LittleEndian(block[28..]),
        _ => null,
    };
}
