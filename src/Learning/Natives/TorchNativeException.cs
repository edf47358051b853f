using DiffOG.Diagnostics;

namespace DiffOG.Learning.Natives;

/// <summary>libtorch cannot be used on this machine; the message says why and what to do.</summary>
public sealed class TorchNativeException : DiffOGException
{
    private TorchNativeException(string id, string detail, string next, Exception? cause)
        : base(id, detail, next, cause)
    {
    }

    internal static TorchNativeException NotFound(IReadOnlyList<string> tried) => new(
        "DOG1620", $"The native libraries of libtorch were not found. Looked in: {string.Join(", ", tried)}.",
        $"Build again with a restore, or set {TorchLocation.Variable} to a folder that holds {NativeNames.TorchCpu} and {NativeNames.Bridge}.", null);

    internal static TorchNativeException DoesNotLoad(string path, Exception cause) => new(
        "DOG1621", $"The native library {path} does not load on this system: {cause.Message.TrimEnd('.')}.",
        $"Run 'diffog doctor', or set {TorchLocation.Variable} to a folder with libraries built for this system.", cause);

    internal static TorchNativeException NoCache(IReadOnlyList<string> folders, Exception? cause) => new(
        "DOG1622", $"This system's libstdc++ needs a corrected copy of {NativeNames.Bridge}, and none of these folders can be written: {string.Join(", ", folders)}.",
        "Make one of them writable.", cause);
}
