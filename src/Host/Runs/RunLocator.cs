namespace DiffOG.Host.Runs;

/// <summary>Which run a command works on.</summary>
/// <param name="Folder">The folder that was named; null to find or make one.</param>
/// <param name="StartNew">Whether a new run is wanted whatever there is.</param>
/// <param name="FinishedToo">Whether a finished run may be continued; so for single stages, not for whole runs.</param>
internal sealed record RunRequest(string? Folder, bool StartNew, bool FinishedToo);

/// <summary>A run folder that was found or made.</summary>
/// <param name="Folder">Locked.</param>
/// <param name="Manifest">What stands in it; null in a new one.</param>
internal sealed record LocatedRun(RunFolder Folder, RunManifest? Manifest);

/// <summary>
/// Finds the run to continue: the folder that was named, else the latest one of the same composed configuration that is
/// not finished, else a new one.
/// </summary>
/// <param name="root">The folder of all runs.</param>
/// <param name="time">The clock of new names.</param>
internal sealed class RunLocator(string root, TimeProvider time)
{
    private const int HashDigitsInName = 6;

    /// <summary>Opens and locks the run's folder.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="configurationHash">The hash of its composed configuration.</param>
    /// <param name="request">Which run is meant.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1501, DOG1503 to DOG1508.</exception>
    internal LocatedRun Locate(string experiment, string configurationHash, RunRequest request)
    {
        if (request.Folder is not null)
            return OpenNamed(request.Folder, experiment);
        string? earlier = request.StartNew ? null : LatestOf(configurationHash, request.FinishedToo);
        return earlier is null ? new LocatedRun(RunFolder.Open(NewPath(experiment, configurationHash)), null) : OpenNamed(earlier, experiment);
    }

    private static LocatedRun OpenNamed(string path, string experiment)
    {
        // Read before anything is written: a folder of another experiment is left as it is.
        RunManifest? manifest = RunManifest.Of(Path.GetFullPath(path));
        if (manifest is not null && manifest.Experiment != experiment)
            throw RunErrors.OtherExperiment(Path.GetFullPath(path), manifest.Experiment, experiment);
        return new LocatedRun(RunFolder.Open(path), manifest);
    }

    private string? LatestOf(string configurationHash, bool finishedToo)
    {
        if (!Directory.Exists(root))
            return null;
        return Directory.EnumerateDirectories(root)
            .Select(path => (Path: path, Manifest: ReadIfSound(path)))
            .Where(run => run.Manifest?.ConfigurationHash == configurationHash && (finishedToo || run.Manifest.Finished is null))
            .OrderBy(run => run.Manifest!.Sessions.Count == 0 ? DateTimeOffset.MinValue : run.Manifest.Sessions[0].Started)
            .ThenBy(run => run.Path, StringComparer.Ordinal)
            .LastOrDefault().Path;
    }

    /// <summary>A damaged folder, or one of a newer release, must not stop this one.</summary>
    private static RunManifest? ReadIfSound(string path)
    {
        try
        {
            return RunManifest.Of(path);
        }
        catch (DiffOG.Diagnostics.DiffOGException)
        {
            return null;
        }
    }

    private string NewPath(string experiment, string configurationHash)
    {
        string name = $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{experiment}-{configurationHash[..HashDigitsInName]}";
        string path = Path.Combine(root, name);
        for (int number = 2; Path.Exists(path); number++)
            path = Path.Combine(root, $"{name}-{number}");
        return path;
    }
}
