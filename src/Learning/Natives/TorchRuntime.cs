using System.Runtime.InteropServices;
using TorchSharp;

namespace DiffOG.Learning.Natives;

/// <summary>Loads libtorch once for the process. Call <see cref="Load"/> before the first use of TorchSharp.</summary>
/// <remarks>
/// TorchSharp looks for its natives beside the program, where each project would need 510 MB of copies, and reports every
/// failure as a missing package. Loading the files first, by full path, avoids both: the loader then finds them by name.
/// </remarks>
public static class TorchRuntime
{
    private static readonly Lazy<TorchLocation> Loaded = new(LoadOnce);

    /// <summary>Loads the native libraries, or explains why they cannot be loaded. Later calls return at once.</summary>
    /// <returns>The place the libraries came from.</returns>
    /// <exception cref="TorchNativeException">Nothing was found, or a library does not load on this system.</exception>
    public static TorchLocation Load() => Loaded.Value;

    private static TorchLocation LoadOnce()
    {
        TorchLocation found = TorchLocation.Find(out IReadOnlyList<string> tried) ?? throw TorchNativeException.NotFound(tried);
        IdleThreads.Sleep();
        foreach (string file in NativeNames.InOrder.Select(name => Path.Combine(found.Torch, name)).Where(File.Exists))
        {
            LoadFile(file);
        }

        nint bridge = LoadBridge(found, out string path);
        NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? bridge : 0);
        return found with { Bridge = path };
    }

    /// <summary>Falls back to a copy with one weak symbol version, where the C++ runtime is older than the library wants.</summary>
    private static nint LoadBridge(TorchLocation found, out string path)
    {
        path = found.Bridge;
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException cause) when (cause.Message.Contains(PatchedBridge.Version, StringComparison.Ordinal))
        {
            path = PatchedBridge.CopyOf(path);
            return LoadFile(path);
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            throw TorchNativeException.DoesNotLoad(path, cause);
        }
    }

    private static nint LoadFile(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            throw TorchNativeException.DoesNotLoad(path, cause);
        }
    }
}
