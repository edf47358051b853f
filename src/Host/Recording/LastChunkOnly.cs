using PureHDF.VOL.Native;

namespace DiffOG.Host.Recording;

/// <summary>
/// Holds the chunk that is being filled, and writes it when the next one is begun, so that a dataset needs the memory of
/// one chunk. The library's own cache keeps all chunks until the file is closed.
/// </summary>
internal sealed class LastChunkOnly : IWritingChunkCache
{
    private ulong index;
    private Memory<byte>? held;
    private Action<ulong, Memory<byte>>? write;

    /// <inheritdoc/>
    public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkAllocator, Action<ulong, Memory<byte>> chunkWriter)
    {
        if (held is null || index != chunkIndex)
        {
            // The writer that came with a chunk writes that one only, whatever index it is given.
            Flush(write);
            (index, held, write) = (chunkIndex, chunkAllocator(), chunkWriter);
        }
        return held.Value;
    }

    /// <inheritdoc/>
    public void Flush(Action<ulong, Memory<byte>>? chunkWriter = null)
    {
        if (held is { } chunk)
            chunkWriter?.Invoke(index, chunk);
        held = null;
    }
}
