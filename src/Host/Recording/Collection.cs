using DiffOG.Host.Evaluation;
using DiffOG.Host.Progress;
using DiffOG.Simulation;

namespace DiffOG.Host.Recording;

/// <summary>What is to be collected.</summary>
/// <param name="Output">The HDF5 file to be, absolute.</param>
/// <param name="Episodes">The number of successful episodes.</param>
/// <param name="FirstSeed">The seed of try 0; null: that of the recording that is continued, else 0.</param>
/// <param name="HoldSteps">Control steps that an episode goes on after its first success; null: as in the recording that is continued, else <see cref="DefaultHold"/>.</param>
internal sealed record CollectionRequest(string Output, int Episodes, long? FirstSeed, int? HoldSteps)
{
    /// <summary>robosuite's recording of human demonstrations ends when success has lasted ten more steps.</summary>
    internal const int DefaultHold = 10;
}

/// <summary>
/// Records successful episodes of a task's scripted expert into an HDF5 file. Try i has the seed firstSeed + i, and
/// episodes are kept in the order of their tries, so that the file depends neither on the number of threads nor on
/// interruptions.
/// </summary>
/// <param name="describe">Describes a recording of the task, from its first seed and the steps it holds.</param>
/// <param name="simulators">Simulators of the task.</param>
/// <param name="display">The terminal.</param>
internal sealed class Collection(Func<long, int, RecordingDescription> describe, SimulatorPool simulators, IDisplay display)
{
    /// <summary>Threads that step simulators; results do not depend on it.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Records until there are enough, and writes the file.</summary>
    /// <returns>One sentence on what there is now.</returns>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1480 to DOG1482, DOG1790, DOG1791; it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token said so; what is recorded is kept.</exception>
    internal string Run(CollectionRequest request, CancellationToken token)
    {
        using RobomimicReader? finished = File.Exists(request.Output) ? RobomimicReader.Open(request.Output) : null;
        RecordingDescription? begun = finished?.Description ?? SpoolFolder.Find(request.Output, RecordingDescription.Parse);
        RecordingDescription description = describe(request.FirstSeed ?? begun?.FirstSeed ?? 0, request.HoldSteps ?? begun?.HoldSteps ?? CollectionRequest.DefaultHold);
        if (begun?.DifferencesTo(description).ToArray() is { Length: > 0 } differences)
            throw RecordingErrors.OtherRecording(request.Output, differences);
        if (finished?.Count >= request.Episodes)
        {
            SpoolFolder.RemoveLeft(request.Output);
            return FormattableString.Invariant($"'{request.Output}' holds {finished.Count} demonstrations already; nothing was done.");
        }
        return Continue(request, description, finished, token);
    }

    private string Continue(CollectionRequest request, RecordingDescription description, RobomimicReader? finished, CancellationToken token)
    {
        using SpoolFolder folder = SpoolFolder.Open(request.Output, description.ToJson());
        var spool = new EpisodeSpool(folder.Path, description);
        spool.Recover(display.Say);
        for (int i = spool.Count; i < finished?.Count; i++)
            spool.Append(finished.Read(i));
        if (spool.Count > 0 && spool.Count < request.Episodes)
            display.Say(FormattableString.Invariant($"Continuing: {spool.Count} of {request.Episodes} episodes recorded already."));
        int tries = display.Work("collect", request.Episodes, progress => Record(request, description, spool, progress, token));
        finished?.Dispose();
        display.Work("write", request.Episodes, progress =>
        {
            new RobomimicWriter(description, simulators.Lane(0).Spec.Cameras).Write(request.Output, spool, request.Episodes, done => progress.Report(done, "demonstrations"), token);
            return 0;
        });
        folder.Remove();
        return Summary(request, description, spool, tries);
    }

    /// <summary>Records until there are enough.</summary>
    /// <returns>The number of tries in all.</returns>
    private int Record(CollectionRequest request, RecordingDescription description, EpisodeSpool spool, IWorkProgress progress, CancellationToken token)
    {
        int tries = spool.Count == 0 ? 0 : checked((int)(spool.Read(spool.Count - 1).Seed - description.FirstSeed) + 1);
        if (spool.Count >= request.Episodes)
            return tries;
        foreach (Demonstration shown in new ExpertTries(description.Task, simulators, description.FirstSeed, tries, token) { Threads = Threads, HoldSteps = description.HoldSteps, Recorded = true })
        {
            tries = shown.Try + 1;
            if (shown.Recording is { } recording)
                spool.Append(recording);
            progress.Report(spool.Count, FormattableString.Invariant($"{spool.Count} of {tries} tries succeeded"));
            if (spool.Count >= request.Episodes)
                break;
            ExpertHope.Require(description.Task, spool.Count, tries);
        }
        return tries;
    }

    private static string Summary(CollectionRequest request, RecordingDescription description, EpisodeSpool spool, int tries)
    {
        int valid = ValidationSplit.Of(request.Episodes, description.FirstSeed).Length;
        long steps = Enumerable.Range(0, request.Episodes).Sum(i => (long)spool.LengthOf(i));
        return FormattableString.Invariant($"'{request.Output}' holds {request.Episodes} demonstrations, {steps} steps (mask/train {request.Episodes - valid}, mask/valid {valid}); the expert succeeded in {spool.Count} of {tries} tries.");
    }
}
