namespace DiffOG.Datasets.Common;

/// <summary>Decoded content, the least recently used leaving first. What several threads want at once is decoded once.</summary>
/// <typeparam name="TKey">Names a piece of content.</typeparam>
/// <typeparam name="TContent">A decoded piece.</typeparam>
/// <param name="capacity">The most bytes kept; the piece read last stays even when it is larger.</param>
/// <param name="bytesOf">The memory that a piece takes [bytes].</param>
public sealed class ContentCache<TKey, TContent>(long capacity, Func<TContent, long> bytesOf)
    where TKey : notnull
{
    private sealed record Entry(TKey Key, Lazy<TContent> Content)
    {
        internal long Bytes { get; set; }
    }

    private readonly Lock changing = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> known = [];
    private readonly LinkedList<Entry> byUse = new();
    private long held;

    /// <summary>The bytes of what is kept now.</summary>
    public long Held
    {
        get
        {
            lock (changing)
                return held;
        }
    }

    /// <summary>A piece of content.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="load">Decodes it; what this throws is thrown to every caller that waits, and is not remembered.</param>
    public TContent Get(TKey key, Func<TKey, TContent> load)
    {
        LinkedListNode<Entry> node = Touch(key, load);
        try
        {
            TContent content = node.Value.Content.Value;
            Account(node, bytesOf(content));
            return content;
        }
        catch
        {
            Forget(node);
            throw;
        }
    }

    private LinkedListNode<Entry> Touch(TKey key, Func<TKey, TContent> load)
    {
        lock (changing)
        {
            if (known.TryGetValue(key, out LinkedListNode<Entry>? node))
                byUse.Remove(node);
            else
                known[key] = node = new LinkedListNode<Entry>(new Entry(key, new Lazy<TContent>(() => load(key))));
            byUse.AddLast(node);
            return node;
        }
    }

    private void Account(LinkedListNode<Entry> node, long bytes)
    {
        lock (changing)
        {
            if (node.List is null || node.Value.Bytes != 0)
                return;
            node.Value.Bytes = bytes;
            held += bytes;
            while (held > capacity && byUse.First is LinkedListNode<Entry> oldest && oldest != node)
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
        known.Remove(node.Value.Key);
        held -= node.Value.Bytes;
    }
}
