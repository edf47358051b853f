namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>The dataset's folder: names from its files must not lead out of it.</summary>
/// <param name="root">Absolute.</param>
internal sealed class DatasetFolder(string root)
{
    /// <summary>The folder itself.</summary>
    internal string Root => root;

    /// <summary>The absolute path of a name with '/'.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1461: it lies elsewhere.</exception>
    internal string PathOf(string name)
    {
        bool plain = name.Length > 0 && !name.Contains('\0') && !name.Contains('\\') && !name.Contains(':') && !name.Split('/').Any(p => p is "" or "." or "..");
        return plain ? Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar))
            : throw LeRobotErrors.Info(Path.Combine(root, "meta", "info.json"), $"it leads to '{name}', which is not a path below the dataset's folder");
    }
}
