using DiffOG.Diagnostics;

namespace DiffOG.Host.Runs;

/// <summary>Keeps the manifest of a run while a process works on it.</summary>
internal sealed class RunDiary
{
    private readonly RunFolder folder;
    private readonly TimeProvider time;
    private readonly Lock gate = new();

    private RunDiary(RunFolder folder, TimeProvider time, RunManifest manifest) => (this.folder, this.time, Manifest) = (folder, time, manifest);

    /// <summary>What stands in the file now.</summary>
    internal RunManifest Manifest { get; private set; }

    /// <summary>Notes that this process begins.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="wanted">A manifest without sessions, for the experiment as it is now.</param>
    /// <param name="earlier">What stood in the folder; null in a new one.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="DiffOGException">DOG1502, DOG1505: it cannot be written.</exception>
    internal static RunDiary Begin(RunFolder folder, RunManifest wanted, RunManifest? earlier, TimeProvider time)
    {
        var session = new RunSession(time.GetUtcNow(), null, Environment.ProcessId, Environment.CommandLine, null);
        var diary = new RunDiary(folder, time, wanted with
        {
            Sessions = [.. earlier?.Sessions ?? [], session],
            Versions = Merged(earlier?.Versions ?? new Dictionary<string, string>(), wanted.Versions),
            Data = earlier?.Data ?? [],
            Stages = earlier?.Stages ?? [],
            Finished = earlier?.Finished,
        });
        diary.Write();
        return diary;
    }

    /// <summary>Notes which demonstrations are used.</summary>
    internal void Use(DataDescription data) => Change(m => m with { Data = [.. m.Data.Where(d => d.Source != data.Source), data] });

    /// <summary>Notes what a stage took, and what was loaded for it.</summary>
    /// <param name="cost">Replaces what was noted of the stage before.</param>
    /// <param name="natives">Versions of the native libraries of plugins, by name.</param>
    internal void Took(StageCost cost, IReadOnlyDictionary<string, string> natives) => Change(m => m with
    {
        Stages = [.. m.Stages.Where(s => s.Stage != cost.Stage), cost],
        Versions = Merged(m.Versions, Surroundings.Versions(), natives),
    });

    /// <summary>Notes that something was done again, so that what follows from it is not finished any more.</summary>
    internal void Reopen() => Change(m => m with { Finished = null });

    /// <summary>Notes how this process ended.</summary>
    /// <param name="outcome">finished, cancelled or failed.</param>
    /// <param name="whole">Whether nothing of the run is left to do.</param>
    internal void End(string outcome, bool whole) => Change(m => m with
    {
        Versions = Merged(m.Versions, Surroundings.Versions()),
        Sessions = [.. m.Sessions.SkipLast(1), m.Sessions[^1] with { Ended = time.GetUtcNow(), Outcome = outcome }],
        Finished = whole ? time.GetUtcNow() : m.Finished,
    });

    /// <summary>As <see cref="End"/>, while an error is under way that says more than a full disk would.</summary>
    internal void EndQuietly(string outcome)
    {
        try
        {
            End(outcome, whole: false);
        }
        catch (DiffOGException)
        {
            // The error under way is the one to show.
        }
    }

    private void Change(Func<RunManifest, RunManifest> change)
    {
        lock (gate)
        {
            Manifest = change(Manifest);
            Write();
        }
    }

    /// <summary>Later sources win. What was noted before stays: a process that finds its stages up to date loads little.</summary>
    private static SortedDictionary<string, string> Merged(params IEnumerable<KeyValuePair<string, string>>[] sources)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string version) in sources.SelectMany(s => s))
            merged[name] = version;
        return merged;
    }

    private void Write() => RunFiles.WriteJson(folder.Manifest, Manifest);
}
