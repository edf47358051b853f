using DiffOG.Learning.Safetensors;
using PureHDF;

namespace DiffOG.Host.Recording;

/// <summary>
/// An HDF5 file to be. Its groups and the forms of its datasets are known first; the values come part by part while it is
/// written, so that no more than one part has to fit into memory.
/// </summary>
internal sealed class Hdf5Draft
{
    private readonly List<Action<H5NativeWriter>> parts = [];

    /// <summary>The root group.</summary>
    internal H5File Root { get; } = [];

    /// <summary>Adds a group.</summary>
    internal static H5Group Group(H5Group parent, string name)
    {
        H5Group made = [];
        parent[name] = made;
        return made;
    }

    /// <summary>Adds a dataset that lies in one piece; its values come with a part.</summary>
    internal static H5Dataset<T[]> Dataset<T>(H5Group parent, string name, params long[] shape)
    {
        var made = new H5Dataset<T[]>([.. shape.Select(s => (ulong)s)]);
        parent[name] = made;
        return made;
    }

    /// <summary>Adds work that writes values of datasets.</summary>
    internal void Part(Action<H5NativeWriter> write) => parts.Add(write);

    /// <summary>Writes the file: completely or not at all.</summary>
    /// <param name="path">An older file is replaced only after the new one is on the disk.</param>
    /// <param name="done">Receives the number of parts that are written.</param>
    /// <param name="token">Ends the work; nothing is left of it.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1304, DOG1502: it cannot be written.</exception>
    internal void Write(string path, Action<int> done, CancellationToken token) => AtomicFile.Replace(path, stream =>
    {
        using H5NativeWriter writer = Root.BeginWrite(stream);
        for (int i = 0; i < parts.Count; i++)
        {
            token.ThrowIfCancellationRequested();
            parts[i](writer);
            done(i + 1);
        }
    });
}
