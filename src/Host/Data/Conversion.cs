using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>What is to be written.</summary>
/// <param name="Output">The file or folder to be, absolute.</param>
/// <param name="Verify">Whether what was written is read and compared.</param>
internal sealed record ConversionRequest(string Output, bool Verify);

/// <summary>A format that datasets are converted to.</summary>
internal interface IConversionFormat
{
    /// <summary>Id of the plugin that reads it.</summary>
    string Plugin { get; }

    /// <summary>Writes a dataset.</summary>
    /// <param name="source">The data.</param>
    /// <param name="path">The file or folder to be; nothing is there.</param>
    /// <param name="done">Receives the number of episodes that are written.</param>
    /// <param name="token">Ends the work.</param>
    void Write(IDemonstrationDataset source, string path, Action<int> done, CancellationToken token);

    /// <summary>Opens what was written, with all that was in the source.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="spec">What the source holds.</param>
    IDemonstrationDataset Open(string path, DatasetSpec spec);
}

/// <summary>Writes a dataset in another format: completely and compared with its source, or not at all.</summary>
/// <param name="source">The data.</param>
/// <param name="format">The other format.</param>
/// <param name="display">Is told how far the work has come.</param>
internal sealed class Conversion(IDemonstrationDataset source, IConversionFormat format, IDisplay display)
{
    /// <summary>Converts.</summary>
    /// <returns>Sentences on what there is now.</returns>
    /// <exception cref="DiffOGException">DOG1493 to DOG1495, and what reading and writing report.</exception>
    internal IReadOnlyList<string> Run(ConversionRequest request, CancellationToken token)
    {
        if (File.Exists(request.Output) || Directory.Exists(request.Output))
            throw DataErrors.Taken(request.Output);
        DatasetSpec spec = source.Spec;
        RequireEpisodes(spec);
        // What was written is renamed only when it is complete; everything else that was in the folder goes.
        using var workshop = Workshop.Open(request.Output);
        string draft = Path.Combine(workshop.Folder, Path.GetFileName(request.Output));
        Work("write", progress => format.Write(source, draft, done => progress.Report(done, "episodes"), token));
        Comparison? comparison = null;
        if (request.Verify)
            Work("compare", progress => comparison = Compare(draft, spec, progress, token));
        if (comparison?.Differences is { Count: > 0 } differences)
            throw DataErrors.Different(request.Output, differences);
        RunErrors.Guard(request.Output, () => Directory.Move(draft, request.Output));
        return [FormattableString.Invariant($"{request.Output}: {spec.EpisodeLengths.Count} episode{(spec.EpisodeLengths.Count == 1 ? "" : "s")}, {Reporting.Numbers.Count(spec.Steps)} steps, as {format.Plugin}."), comparison?.ToString() ?? "Not compared with the source (--no-verify)."];
    }

    /// <summary>The most memory that one episode takes [bytes]; episodes are converted one after the other.</summary>
    internal static long EpisodeBytes(DatasetSpec spec) =>
        spec.EpisodeLengths.DefaultIfEmpty(0).Max() * ((8L * (spec.Observations.Size + spec.Action.Size)) + spec.Observations.Cameras.Sum(c => (long)c.Bytes));

    private void Work(string title, Action<IWorkProgress> work) => display.Work(title, source.Spec.EpisodeLengths.Count, progress =>
    {
        work(progress);
        return 0;
    });

    private Comparison Compare(string draft, DatasetSpec spec, IWorkProgress progress, CancellationToken token)
    {
        using IDemonstrationDataset written = format.Open(draft, spec);
        return Comparison.Of(source, written, done => progress.Report(done, "episodes"), token);
    }

    private void RequireEpisodes(DatasetSpec spec)
    {
        if (spec.EpisodeLengths.Count == 0)
            throw DataErrors.CannotKeep(format.Plugin, "it has no episodes");
        if (spec.EpisodeLengths.Any(n => n == 0))
            throw DataErrors.CannotKeep(format.Plugin, FormattableString.Invariant($"episode {spec.EpisodeLengths.ToList().IndexOf(0)} has no steps"));
    }
}

/// <summary>The folder beside a file or folder that is being made; it goes away in any case, and what a killed process left in it too.</summary>
internal sealed class Workshop : IDisposable
{
    private const string Suffix = ".converting";
    private readonly RunLock held;

    private Workshop(string folder, RunLock held) => (Folder, this.held) = (folder, held);

    /// <summary>Where work is done.</summary>
    internal string Folder { get; }

    /// <summary>Opens it.</summary>
    /// <param name="output">The file or folder to be.</param>
    /// <exception cref="DiffOGException">DOG1482: another process is at it. DOG1502, DOG1505: it cannot be made.</exception>
    internal static Workshop Open(string output)
    {
        string folder = output + Suffix;
        RunErrors.Guard(folder, () => Directory.CreateDirectory(folder));
        RunLock held = RunLock.TryTake(folder) ?? throw Recording.RecordingErrors.InUse(folder);
        foreach (string left in Directory.EnumerateFileSystemEntries(folder).Where(e => Path.GetFileName(e) != RunLock.FileName))
            Delete(left);
        return new Workshop(folder, held);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
