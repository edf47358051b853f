namespace DiffOG.Host.Runs;

/// <summary>What made a run: enough to repeat it, and to tell what differs when it comes out otherwise.</summary>
internal sealed record RunManifest
{
    private const int CurrentFormat = 1;

    /// <summary>Of this file; a newer one is refused.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>A hash of the composed configuration: the same experiment continues the same run.</summary>
    public required string ConfigurationHash { get; init; }

    /// <summary>Where relative paths of the configuration start.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The seeds that decide everything random.</summary>
    public required RunSeeds Seeds { get; init; }

    /// <summary>The state of the source code.</summary>
    public SourceVersion? Source { get; init; }

    /// <summary>Versions of the framework, its packages and native libraries, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The machine.</summary>
    public required MachineDescription Machine { get; init; }

    /// <summary>The demonstrations that were used.</summary>
    public IReadOnlyList<DataDescription> Data { get; init; } = [];

    /// <summary>What every stage took, in the order in which they were last done.</summary>
    public IReadOnlyList<StageCost> Stages { get; init; } = [];

    /// <summary>Every process that worked on the run, in order.</summary>
    public IReadOnlyList<RunSession> Sessions { get; init; } = [];

    /// <summary>When the whole run was finished; null while something is left to do.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Reads the manifest of a run folder; null where there is none.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1507: it is damaged. DOG1508: a newer release wrote it.</exception>
    internal static RunManifest? Of(string folder)
    {
        string path = Path.Combine(folder, RunFolder.ManifestName);
        RunManifest? found = RunFiles.ReadJson<RunManifest>(path);
        return found?.FormatVersion > CurrentFormat ? throw RunErrors.Newer(path, found.FormatVersion, CurrentFormat) : found;
    }
}

/// <summary>The seeds of a run.</summary>
internal sealed record RunSeeds(long Experiment, long FirstDemonstration, long FirstEvaluation);

/// <summary>The source code a run was made with.</summary>
/// <param name="Commit">The commit the program was built from.</param>
/// <param name="WorkingTree">The commit checked out where the run was started; null outside a repository.</param>
/// <param name="Dirty">Whether that working tree held changes that no commit has; null outside a repository.</param>
internal sealed record SourceVersion(string? Commit, string? WorkingTree, bool? Dirty);

/// <summary>The machine a run was made on.</summary>
internal sealed record MachineDescription(string System, string Architecture, string Processor, int Cores, double MemoryGigabytes, string Runtime);

/// <summary>Demonstrations that were used.</summary>
internal sealed record DataDescription(string Source, string Fingerprint, int Episodes, long Steps);

/// <summary>What a stage took.</summary>
/// <param name="Stage">collect, train, refine, evaluate or report.</param>
/// <param name="Seconds">All attempts together [s]; a killed one does not count.</param>
/// <param name="PeakMemoryGigabytes">The largest working set of a process from its start to the end of the stage [GiB].</param>
internal sealed record StageCost(string Stage, double Seconds, double PeakMemoryGigabytes);

/// <summary>One process that worked on a run.</summary>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended; null while it runs, and for ever when it was killed.</param>
/// <param name="Process">Its id.</param>
/// <param name="Command">Its command line.</param>
/// <param name="Outcome">finished, cancelled or failed.</param>
internal sealed record RunSession(DateTimeOffset Started, DateTimeOffset? Ended, int Process, string Command, string? Outcome);
