namespace DiffOG.Learning.Natives;

/// <summary>Where the native libraries of libtorch and TorchSharp lie on this machine.</summary>
/// <param name="Torch">Folder with <c>libtorch_cpu</c> and <c>libc10</c>.</param>
/// <param name="Bridge">Full path of <c>libLibTorchSharp</c>.</param>
/// <param name="Source">How the place was found, in words for a person.</param>
public sealed record TorchLocation(string Torch, string Bridge, string Source)
{
    /// <summary>The environment variable that names a folder holding all native files; it wins over everything else.</summary>
    public const string Variable = "DIFFOG_TORCH";

    /// <summary>The option of <c>runtimeconfig.json</c> with the package folders, written by <c>eng/Torch.targets</c>.</summary>
    internal const string FoldersOption = "DiffOG.Torch.Folders";

    /// <summary>
    /// Looks in the folder named by <see cref="Variable"/>, then in the package folders recorded by the build, then in
    /// <c>torch/</c> beside the program and the program's own folder.
    /// </summary>
    /// <param name="tried">Every place that was looked at, in order.</param>
    /// <returns>The first complete place, or null.</returns>
    public static TorchLocation? Find(out IReadOnlyList<string> tried)
    {
        string? chosen = Environment.GetEnvironmentVariable(Variable);
        string[] recorded = (AppContext.GetData(FoldersOption) as string ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries);
        string home = AppContext.BaseDirectory;
        // A place that the user named is the only one considered: silently using another would hide a typing error.
        (string[] Folders, string Source)[] places = string.IsNullOrWhiteSpace(chosen)
            ? [(recorded, "package folder recorded by the build"), ([Path.Combine(home, "torch")], "beside the program"), ([home], "beside the program")]
            : [([chosen], $"environment variable {Variable}")];
        tried = [.. places.SelectMany(place => place.Folders)];
        return places.Select(place => Complete(place.Folders, place.Source)).FirstOrDefault(found => found is not null);
    }

    private static TorchLocation? Complete(string[] folders, string source)
    {
        string? torch = folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, NativeNames.TorchCpu)));
        string? bridge = folders.Select(folder => Path.Combine(folder, NativeNames.Bridge)).FirstOrDefault(File.Exists);
        return torch is null || bridge is null ? null : new TorchLocation(Path.GetFullPath(torch), Path.GetFullPath(bridge), source);
    }
}
