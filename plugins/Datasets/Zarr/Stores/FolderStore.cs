namespace DiffOG.Datasets.Zarr.Stores;

/// <summary>A store that is a folder.</summary>
internal sealed class FolderStore(string root) : IStore
{
    public string Root => root;

    public long? Length(string name)
    {
        var file = new FileInfo(PathOf(name));
        return file.Exists ? file.Length : null;
    }

    public byte[]? Read(string name, long limit)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
            return null;
        using FileStream file = File.OpenRead(path);
        if (file.Length > limit)
            throw new InvalidDataException($"it has {file.Length} bytes, and at most {limit} are possible");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public IReadOnlyList<string> Arrays(string folder)
    {
        string path = PathOf(folder);
        if (!Directory.Exists(path))
            return [];
        var nested = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, AttributesToSkip = FileAttributes.ReparsePoint };
        return [.. Directory.EnumerateFiles(path, ".zarray", nested)
            .Select(f => Path.GetRelativePath(path, Path.GetDirectoryName(f)!).Replace('\\', '/'))];
    }

    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar));
}
