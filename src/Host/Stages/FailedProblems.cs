using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Qp;
using DiffOG.Host.Runs;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;

namespace DiffOG.Host.Stages;

/// <summary>Saves the problem of each refiner's first refinement that failed, for a bug report. A run without failures writes nothing.</summary>
internal sealed class FailedProblems(ExperimentFile experiment, ExperimentParts parts, RunFolder folder)
{
    // A refinement may fail before anything is solved, by a proposal that is not finite; not every one is worth another try.
    private const int Tries = 3;

    /// <summary>Where the problem of a refiner is saved.</summary>
    /// <param name="label">The refiner's name.</param>
    internal string PathOf(string label) => Path.Combine(folder.Problems, $"{FileNames.Of(label)}{QpFiles.Json}");

    /// <summary>Where the problem of a refiner is saved.</summary>
    /// <param name="rollouts">The file of its rollouts.</param>
    internal string PathBeside(string rollouts) => Path.Combine(folder.Problems, $"{Path.GetFileNameWithoutExtension(rollouts)}{QpFiles.Json}");

    /// <summary>Whether a refinement may have failed. One that violates bounds has, where its solver did.</summary>
    internal static bool MayHaveFailed(ChunkRecord chunk) => chunk.Status is RefinementStatus.FellBack or RefinementStatus.Violating;

    /// <summary>Does refinements again that failed, and saves the first problem among them.</summary>
    /// <returns>What is to be said; null where nothing failed for a solver's sake.</returns>
    internal string? Save(RefinerChoice choice, IPolicy policy, IQProjector? projector, RefinerRollouts rollouts)
    {
        var replay = new RefinementReplay(experiment, parts);
        IEnumerable<(EpisodeRecord Episode, int Chunk)> failed = rollouts.Episodes.SelectMany(e => Enumerable.Range(0, e.Chunks.Count).Where(c => MayHaveFailed(e.Chunks[c])).Select(c => (e, c)));
        foreach ((EpisodeRecord episode, int chunk) in failed.Take(Tries))
        {
            Replayed again = replay.Run(choice, policy, projector, episode, chunk);
            if (again.Posed is { } posed && (again.Refinement.Status == RefinementStatus.FellBack || again.Refinement.Reason is not null))
                return Write(choice.Name, posed);
        }
        return null;
    }

    /// <summary>What the report says of the problems that are there.</summary>
    internal IEnumerable<string> Notes() => experiment.Options.Refiners.Select(r => r.Name).Where(name => File.Exists(PathOf(name))).Select(Sentence);

    private string Write(string label, QpCase posed)
    {
        try
        {
            RunFolder.Ensure(folder.Problems);
            RunErrors.Guard(PathOf(label), () => QpJsonWriter.Write(PathOf(label), posed));
            return Sentence(label);
        }
        catch (Exception cause) when (cause is DiffOGException or ArgumentException)
        {
            // The evaluation is worth more than the problem.
            return $"{label}: the problem of its first refinement that failed could not be saved: {cause.Message}";
        }
    }

    private string Sentence(string label) =>
        $"{label}: the problem of its first refinement that failed is in {folder.Relative(PathOf(label))}; 'diffog qp solve' tries it again, docs/qp.md says how to report it.";
}
