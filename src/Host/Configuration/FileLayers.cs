using DiffOG.Host.Wording;

namespace DiffOG.Host.Configuration;

/// <summary>Reads an experiment file and all files it extends.</summary>
internal sealed class FileLayers(string currentFolder, List<ConfigurationProblem> problems)
{
    private readonly List<string> _open = [];
    private readonly List<string> _files = [];

    /// <summary>How many layers the files made; the last is the experiment file itself.</summary>
    public int LayerCount => _files.Count;

    /// <summary>Every file that was read, absolute, in the order of the layers.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The layers of a file: those it extends, from left to right, then its own.</summary>
    public List<ConfigLayer> Read(string path) => Read(Path.GetFullPath(path, currentFolder), null);

    private List<ConfigLayer> Read(string file, ConfigNode? asked)
    {
        if (_open.Contains(file))
        {
            Report("DOG1204", asked, file, "extends", $"the files extend each other in a circle: {string.Join(" -> ", _open.SkipWhile(f => f != file).Append(file).Select(Shown))}");
            return [];
        }
        if (Bytes(file, asked) is not { } bytes)
            return [];
        ConfigNode? root = StrictJson.Read(bytes, new ConfigSource(Shown(file), Path.GetDirectoryName(file)!), problems);
        if (root is null)
            return [];
        if (root.Kind != NodeKind.Object)
        {
            problems.Add(new ConfigurationProblem("DOG1206", root.Place.ToString(), "", $"the file holds {root.Quoted}", "an object"));
            return [];
        }
        _open.Add(file);
        List<ConfigLayer> layers = [.. Extended(root).SelectMany(name => Read(Path.GetFullPath(name.Text, Path.GetDirectoryName(file)!), name))];
        _open.RemoveAt(_open.Count - 1);
        _files.Add(file);
        layers.Add(new ConfigLayer(root with { Members = [.. root.Members.Where(m => m.Key is not ("extends" or "$schema"))] }));
        return layers;
    }

    private List<ConfigNode> Extended(ConfigNode root)
    {
        ConfigNode? extends = root.Members.FirstOrDefault(m => m.Key == "extends").Value;
        if (extends is null || extends.Kind == NodeKind.Text)
            return extends is null ? [] : [extends];
        foreach (ConfigNode wrong in extends.Kind == NodeKind.Array ? extends.Members.Select(m => m.Value).Where(m => m.Kind != NodeKind.Text) : [extends])
            problems.Add(new ConfigurationProblem("DOG1206", wrong.Place.ToString(), "extends", $"found {wrong.Quoted}", "a list of paths, relative to this file"));
        return extends.Kind == NodeKind.Array ? [.. extends.Members.Select(m => m.Value).Where(m => m.Kind == NodeKind.Text)] : [];
    }

    private byte[]? Bytes(string file, ConfigNode? asked)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(file);
            return bytes.AsSpan().StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }) ? bytes[3..] : bytes;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            string? folder = Path.GetDirectoryName(file);
            string hint = Directory.Exists(folder) ? Nearest.Hint(Path.GetFileName(file), Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileName(f))) : "";
            Report("DOG1201", asked, file, "extends", $"there is no file {Shown(file)}", hint);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Report("DOG1201", asked, file, "extends", $"{Shown(file)} cannot be read: {cause.Message.TrimEnd('.')}");
        }
        return null;
    }

    private void Report(string id, ConfigNode? asked, string file, string path, string found, string hint = "") =>
        problems.Add(new ConfigurationProblem(id, asked is null ? Shown(file) : asked.Place.ToString(), asked is null ? "" : path, found, Hint: hint));

    /// <summary>Below the current folder as it would be typed there, elsewhere absolute.</summary>
    private string Shown(string file)
    {
        string relative = Path.GetRelativePath(currentFolder, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}
