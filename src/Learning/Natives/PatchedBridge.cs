using System.Security.Cryptography;

namespace DiffOG.Learning.Natives;

/// <summary>The copy of <c>libLibTorchSharp.so</c> that loads where libstdc++ is older than that of GCC 13.</summary>
/// <remarks>The original package file is never written. Why this is safe: docs/adr/0001.</remarks>
internal static class PatchedBridge
{
    /// <summary>The symbol version that the library requires and does not use.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    /// <summary>The option of <c>runtimeconfig.json</c> with the folder for the copy, written by <c>eng/Torch.targets</c>.</summary>
    private const string CacheOption = "DiffOG.Torch.Cache";

    /// <summary>Returns the copy's path, and makes the copy first where there is none.</summary>
    /// <param name="original">Full path of the library as shipped.</param>
    public static string CopyOf(string original)
    {
        byte[] image = File.ReadAllBytes(original);
        string name = $"{Path.GetFileNameWithoutExtension(original)}-{Convert.ToHexStringLower(SHA256.HashData(image))[..16]}.so";
        string? ready = Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (ready is not null)
        {
            return ready;
        }

        Patch(image, original);
        return Write(image, name);
    }

    private static void Patch(byte[] image, string original)
    {
        try
        {
            if (WeakSymbolVersion.Mark(image, Version) == 0)
            {
                throw new InvalidDataException($"No entry {Version} in the version-need section.");
            }
        }
        catch (InvalidDataException cause)
        {
            throw TorchNativeException.DoesNotLoad(original, cause);
        }
    }

    private static string Write(byte[] image, string name)
    {
        Exception? last = null;
        foreach (string folder in Folders())
        {
            try
            {
                return WriteAtomically(image, folder, name);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                last = cause;
            }
        }

        throw TorchNativeException.NoCache(Folders(), last);
    }

    /// <summary>Writes under a private name and renames, so that a second process never loads half a file.</summary>
    private static string WriteAtomically(byte[] image, string folder, string name)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        string partial = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(partial, image);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        return path;
    }

    private static IReadOnlyList<string> Folders()
    {
        string cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        string?[] folders = [AppContext.GetData(CacheOption) as string, cache.Length == 0 ? null : Path.Combine(cache, "diffog", "native")];
        return [.. folders.OfType<string>()];
    }
}
