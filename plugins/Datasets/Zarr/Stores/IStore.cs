namespace DiffOG.Datasets.Zarr.Stores;

/// <summary>The files of a zarr store by their names, joined by '/'. Safe from several threads.</summary>
internal interface IStore : IDisposable
{
    /// <summary>Where it lies, for messages.</summary>
    string Root { get; }

    /// <summary>The size of a file in bytes, or null where there is none.</summary>
    long? Length(string name);

    /// <summary>A whole file, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is longer than the limit, or ends too early.</exception>
    byte[]? Read(string name, long limit);

    /// <summary>The names of all arrays under a folder.</summary>
    IReadOnlyList<string> Arrays(string folder);
}
