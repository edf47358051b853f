using DiffOG.Diagnostics;
using System.Runtime.InteropServices;
using DiffOG.Learning.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace DiffOG.Learning.Safetensors;

/// <summary>
/// An open safetensors file. The header is checked when it is opened; arrays are read one at a time, on demand.
/// The file holds data only: nothing in it is ever executed.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly SafetensorsHeader header;

    private SafetensorsFile(string path, SafeFileHandle handle, SafetensorsHeader header) =>
        (Path, this.handle, this.header) = (path, handle, header);

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The arrays by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => header.Entries;

    /// <summary>The metadata strings.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DiffOGException">There is no such file, it cannot be opened, or it is cut short or corrupt.</exception>
    public static SafetensorsFile Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            using var stream = new FileStream(File.OpenHandle(path), FileAccess.Read);
            return new SafetensorsFile(path, handle, SafetensorsHeader.Read(stream));
        }
        catch (Exception cause)
        {
            handle?.Dispose();
            throw cause switch
            {
                FileNotFoundException or DirectoryNotFoundException => CheckpointErrors.NotFound(path, cause),
                InvalidDataException or IOException or UnauthorizedAccessException => CheckpointErrors.Corrupt(path, cause.Message.TrimEnd('.'), cause),
                _ => cause,
            };
        }
    }

    /// <summary>Reads one array.</summary>
    /// <typeparam name="T">The element type, exactly the one in the file.</typeparam>
    /// <param name="name">The array's name.</param>
    /// <returns>All elements in row-major order.</returns>
    /// <exception cref="DiffOGException">No array has this name, or it has another element type.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        SafetensorsEntry entry = FindOf<T>(name);
        T[] values = new T[entry.Count];
        ReadBytes(entry, 0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Reads one array's bytes, little-endian.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="target">Receives the bytes; exactly as long as the array.</param>
    /// <exception cref="DiffOGException">No array has this name.</exception>
    public void ReadBytes(string name, Span<byte> target)
    {
        SafetensorsEntry entry = Find(name);
        if (target.Length != entry.End - entry.Start)
            throw new ArgumentException($"'{name}' has {entry.End - entry.Start} bytes, the target {target.Length}.", nameof(target));
        ReadBytes(entry, 0, target);
    }

    /// <summary>Reads some consecutive rows of one array: what lies at consecutive indices of its first axis.</summary>
    /// <typeparam name="T">The element type, exactly the one in the file.</typeparam>
    /// <param name="name">The array's name.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <returns>The rows' elements in row-major order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The array has no such rows.</exception>
    /// <exception cref="DiffOGException">No array has this name, or it has another element type.</exception>
    public T[] ReadRows<T>(string name, int first, int count)
        where T : unmanaged
    {
        SafetensorsEntry entry = FindOf<T>(name);
        RequireRows(entry, first, count);
        T[] values = new T[count * WidthOf(entry)];
        ReadRows(entry, first, values.AsSpan());
        return values;
    }

    /// <summary>Reads consecutive rows of one array into the caller's memory, as many as it has room for.</summary>
    /// <typeparam name="T">The element type, exactly the one in the file.</typeparam>
    /// <param name="name">The array's name.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">Receives the rows' elements in row-major order; a whole number of rows.</param>
    /// <exception cref="ArgumentException">The memory is no whole number of rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The array has no such rows.</exception>
    /// <exception cref="DiffOGException">No array has this name, or it has another element type.</exception>
    public void ReadRows<T>(string name, int first, Span<T> rows)
        where T : unmanaged
    {
        SafetensorsEntry entry = FindOf<T>(name);
        long width = Math.Max(1, WidthOf(entry));
        if (rows.Length % width != 0)
            throw new ArgumentException($"'{name}' has rows of {width} elements; the target has {rows.Length}.", nameof(rows));
        RequireRows(entry, first, (int)(rows.Length / width));
        ReadRows(entry, first, rows);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static long WidthOf(SafetensorsEntry entry) => entry.Shape.Count == 0 ? 0 : entry.Shape.Skip(1).Aggregate(1L, (size, extent) => size * extent);

    private static void RequireRows(SafetensorsEntry entry, int first, int count)
    {
        long rows = entry.Shape.Count == 0 ? 0 : entry.Shape[0];
        if (first < 0 || count < 0 || first > rows - count)
            throw new ArgumentOutOfRangeException(nameof(first), $"'{entry.Name}' has {rows} rows; rows {first} to {first + (long)count - 1} are not among them.");
    }

    private void ReadRows<T>(SafetensorsEntry entry, int first, Span<T> target)
        where T : unmanaged => ReadBytes(entry, first * WidthOf(entry) * entry.Type.ElementSize(), MemoryMarshal.AsBytes(target));

    private SafetensorsEntry Find(string name) => Entries.TryGetValue(name, out SafetensorsEntry? entry)
        ? entry
        : throw CheckpointErrors.Mismatch(Path, [$"missing: {name}"]);

    private SafetensorsEntry FindOf<T>(string name)
        where T : unmanaged
    {
        SafetensorsEntry entry = Find(name);
        return entry.Type == SafetensorsTypes.Of<T>()
            ? entry
            : throw CheckpointErrors.Mismatch(Path, [$"'{name}' is {entry.Form}, wanted {SafetensorsTypes.Of<T>().FileName()}"]);
    }

    private void ReadBytes(SafetensorsEntry entry, long offset, Span<byte> target)
    {
        long position = header.DataStart + entry.Start + offset;
        while (!target.IsEmpty)
        {
            int read = RandomAccess.Read(handle, target, position);
            if (read == 0)
                throw CheckpointErrors.Corrupt(Path, $"it ends inside '{entry.Name}'");
            target = target[read..];
            position += read;
        }
    }
}
