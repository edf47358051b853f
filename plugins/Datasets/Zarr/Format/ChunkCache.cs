namespace DiffOG.Datasets.Zarr.Format;

/// <summary>Decoded chunks, the least recently used one leaving first. A chunk that several threads want at once is decoded once.</summary>
/// <param name="capacity">The most bytes kept; the chunk read last stays even when it is larger.</param>
internal sealed class ChunkCache(long capacity)
{
    private sealed record Entry(string Name, Lazy<byte[]?> Content)
    {
        internal long Size { get; set; }
    }

    private readonly Lock changing = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> known = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> byUse = new();
    private long size;

    /// <summary>A chunk.</summary>
    /// <param name="name">Its name in the store.</param>
    /// <param name="load">Reads it; null where it has no file.</param>
    internal byte[]? Get(string name, Func<string, byte[]?> load)
    {
        LinkedListNode<Entry> node = Touch(name, load);
        try
        {
            byte[]? content = node.Value.Content.Value;
            Account(node, content?.Length ?? 0);
            return content;
        }
        catch
        {
            Forget(node);
            throw;
        }
    }

    private LinkedListNode<Entry> Touch(string name, Func<string, byte[]?> load)
    {
        lock (changing)
        {
            if (known.TryGetValue(name, out LinkedListNode<Entry>? node))
                byUse.Remove(node);
            else
                known[name] = node = new LinkedListNode<Entry>(new Entry(name, new Lazy<byte[]?>(() => load(name))));
            byUse.AddLast(node);
            return node;
        }
    }

    private void Account(LinkedListNode<Entry> node, long bytes)
    {
        lock (changing)
        {
            if (node.List is null || node.Value.Size != 0)
                return;
            node.Value.Size = bytes;
            size += bytes;
            while (size > capacity && byUse.First is LinkedListNode<Entry> oldest && oldest != node)
                Remove(oldest);
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        lock (changing)
        {
            if (node.List is not null)
                Remove(node);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        byUse.Remove(node);
        known.Remove(node.Value.Name);
        size -= node.Value.Size;
    }
}
