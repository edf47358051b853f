namespace DiffOG.Datasets.LeRobot.Tests;

/// <summary>A copy of a dataset that a test may spoil.</summary>
internal sealed class Copy : IDisposable
{
    internal Copy(string source)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = PathOf(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    internal string Root { get; } = Directory.CreateTempSubdirectory("diffog-lerobot-").FullName;

    internal string PathOf(string name) => Path.Combine(Root, name);

    internal void Change(string name, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(PathOf(name));
        change(bytes);
        File.WriteAllBytes(PathOf(name), bytes);
    }

    internal void Replace(string name, string old, string text)
    {
        string content = File.ReadAllText(PathOf(name));
        if (!content.Contains(old, StringComparison.Ordinal))
            throw new InvalidOperationException($"'{name}' does not hold '{old}'.");
        File.WriteAllText(PathOf(name), content.Replace(old, text, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
