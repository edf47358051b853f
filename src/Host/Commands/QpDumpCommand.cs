using System.CommandLine;
using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Qp;
using DiffOG.Host.Runs;
using DiffOG.Host.Stages;
using DiffOG.Host.Wording;
using DiffOG.Policies;
using DiffOG.Projectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog qp dump</c>: writes a problem into a file, from a run or from another file.</summary>
internal static class QpDumpCommand
{
    public static Command Create(HostServices services)
    {
        var syntax = new Syntax();
        Command dump = new("dump", "Writes the problem of one refinement of a run into a file, for a bug report; or converts a problem file.")
        {
            syntax.File, syntax.From, syntax.Run, syntax.Refiner, syntax.Episode, syntax.Chunk, syntax.Note,
        };
        dump.SetAction(parsed => Dump(services, syntax, parsed));
        return dump;
    }

    private static int Dump(HostServices services, Syntax syntax, ParseResult parsed)
    {
        string current = services.Surroundings.CurrentFolder, file = parsed.GetValue(syntax.File)!;
        (string? from, string? run) = (parsed.GetValue(syntax.From), parsed.GetValue(syntax.Run));
        if (!file.EndsWith(QpFiles.Json, StringComparison.OrdinalIgnoreCase))
            throw new DiffOGException("DOG1021", $"The problem is written as JSON, but '{file}' does not end in {QpFiles.Json}.", $"Name the file something{QpFiles.Json}.");
        if (from is null == run is null)
            throw new DiffOGException("DOG1021", from is null ? "Neither a run nor a file is named that the problem is to come from." : "The problem can come from a run or from a file, not from both.", "Give either --run DIR or --from FILE.");
        QpCase qp = from is not null ? QpFiles.Read(Path.GetFullPath(from, current), from) : OfRun(services, Path.GetFullPath(run!, current), syntax, parsed);
        qp = parsed.GetValue(syntax.Note) is { } note ? qp with { Note = qp.Note is null ? note : $"{note}\n{qp.Note}" } : qp;
        QpJsonWriter.Write(Path.GetFullPath(file, current), qp);
        services.Surroundings.Out.WriteLine(QpTable.Problem(file, qp));
        if (qp.Note is not null)
            services.Surroundings.Out.WriteLine(qp.Note);
        return ExitCodes.Ok;
    }

    private static QpCase OfRun(HostServices services, string path, Syntax syntax, ParseResult parsed)
    {
        using RunFolder folder = RunFolder.ForReading(path);
        ExperimentFile experiment = RunCommands.Load(services, null, [], path);
        using var parts = new ExperimentParts(experiment, new CataloguePlugins(services.Plugins, services.Experiments), folder, NullLoggerFactory.Instance);
        RefinerChoice choice = RefinerOf(experiment, parsed.GetValue(syntax.Refiner));
        RefinerRollouts rollouts = RolloutFile.Read(EvaluateStage.PathOf(folder, choice.Name));
        (EpisodeRecord episode, int chunk) = ChunkOf(rollouts, parsed.GetValue(syntax.Episode), parsed.GetValue(syntax.Chunk));
        var trained = new TrainedParts(experiment, parts, folder);
        using IPolicy policy = trained.LoadPolicy();
        using IQProjector? projector = trained.LoadProjector(policy);
        return new RefinementReplay(experiment, parts).Run(choice, policy, projector, episode, chunk).Posed
            ?? throw new DiffOGException("DOG1227", $"The refiner '{choice.Name}' posed no quadratic program for this chunk: it solves none, or it failed before.", "Name another refiner or chunk.");
    }

    private static RefinerChoice RefinerOf(ExperimentFile experiment, string? name)
    {
        IReadOnlyList<RefinerChoice> choices = experiment.Options.Refiners;
        string[] names = [.. choices.Select(c => c.Name)];
        if (name is null && choices.Count == 1)
            return choices[0];
        if (name is null)
            throw NoSuch("the run has several refiners, and none is named", $"--refiner {string.Join(" or --refiner ", names)}", "");
        return choices.FirstOrDefault(c => c.Name == name) ?? throw NoSuch($"the run has no refiner '{name}'", string.Join(", ", names), Nearest.Hint(name, names));
    }

    /// <summary>The chunk that is named; where none is, the first one whose refinement failed.</summary>
    private static (EpisodeRecord Episode, int Chunk) ChunkOf(RefinerRollouts rollouts, int? episode, int? chunk)
    {
        if (episode is null && chunk is null)
        {
            foreach (EpisodeRecord candidate in rollouts.Episodes)
            {
                int failed = candidate.Chunks.ToList().FindIndex(FailedProblems.MayHaveFailed);
                if (failed >= 0)
                    return (candidate, failed);
            }
            throw NoSuch($"no refinement of '{rollouts.Label}' failed", "a chunk by --episode and --chunk", "");
        }
        int e = Within("--episode", episode ?? 0, rollouts.Episodes.Count, "episodes");
        return (rollouts.Episodes[e], Within("--chunk", chunk ?? 0, rollouts.Episodes[e].Chunks.Count, FormattableString.Invariant($"chunks in episode {e}")));
    }

    private static int Within(string option, int value, int count, string what) => value >= 0 && value < count
        ? value
        : throw NoSuch(FormattableString.Invariant($"{option} is {value}, but there are {count} {what}"), FormattableString.Invariant($"0 to {count - 1}"), "");

    private static DiffOGException NoSuch(string what, string allowed, string hint) => new(
        "DOG1226", $"There is no such refinement: {what}; allowed: {allowed}.{hint}", "Episodes and chunks are counted from 0; metrics.json of the run lists the episodes.");

    /// <summary>What the command is told.</summary>
    private sealed class Syntax
    {
        internal Argument<string> File { get; } = new("file") { Description = "The file to write: *.qp.json." };

        internal Option<string?> From { get; } = new("--from") { Description = "A problem file to convert: *.qps or *.qp.json.", HelpName = "FILE" };

        internal Option<string?> Run { get; } = new("--run") { Description = "The run folder with the refinement.", HelpName = "DIR" };

        internal Option<string?> Refiner { get; } = new("--refiner") { Description = "The refiner's name in the report.", HelpName = "NAME" };

        internal Option<int?> Episode { get; } = new("--episode") { Description = "The episode, from 0. Without --episode and --chunk: the first refinement that failed.", HelpName = "N" };

        internal Option<int?> Chunk { get; } = new("--chunk") { Description = "The chunk of the episode, from 0.", HelpName = "N" };

        internal Option<string?> Note { get; } = new("--note") { Description = "What the file says besides: what is wrong with the solution.", HelpName = "TEXT" };
    }
}
