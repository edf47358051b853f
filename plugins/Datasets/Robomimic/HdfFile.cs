using DiffOG.Diagnostics;
using PureHDF;
using PureHDF.Filters;

namespace DiffOG.Datasets.Robomimic;

/// <summary>An open HDF5 file. What it refuses becomes an error that names file and dataset.</summary>
/// <remarks>Groups are walked by one thread, while the file is opened; datasets found there are read by any number of threads.</remarks>
internal sealed class HdfFile : IDisposable
{
    private readonly IDisposable file;

    // The library keeps one list of filters for all files.
    static HdfFile() => H5Filter.Register(new Lzf());

    private HdfFile(string path, IH5Group root, IDisposable file) => (Path, Root, this.file) = (path, root, file);

    /// <summary>The absolute path.</summary>
    internal string Path { get; }

    /// <summary>The root group.</summary>
    internal IH5Group Root { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DiffOGException">DOG1430.</exception>
    internal static HdfFile Open(string path)
    {
        try
        {
            if (Superblock.Fault(path) is { } fault)
                throw RobomimicErrors.NoFile(path, fault);
            var opened = H5File.OpenRead(path);
            return new HdfFile(path, opened, opened);
        }
        catch (Exception cause) when (cause is not (DiffOGException or OperationCanceledException))
        {
            throw RobomimicErrors.NoFile(path, cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : cause.Message.TrimEnd('.'), cause);
        }
    }

    /// <summary>Reads something; the library throws exceptions of every type at damaged files.</summary>
    /// <exception cref="DiffOGException">DOG1433, DOG1439.</exception>
    internal T Read<T>(string dataset, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is not (DiffOGException or OperationCanceledException or ObjectDisposedException))
        {
            Exception root = cause.GetBaseException();
            throw root.Message.StartsWith("Could not find filter", StringComparison.Ordinal)
                ? RobomimicErrors.Compression(Path, dataset, root)
                : RobomimicErrors.Damaged(Path, dataset, root.Message.TrimEnd('.'), cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
