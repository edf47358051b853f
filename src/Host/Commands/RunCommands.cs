using System.CommandLine;
using DiffOG.Diagnostics;
using DiffOG.Host.Configuration;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;
using DiffOG.Host.Stages;
using Spectre.Console;

namespace DiffOG.Host.Commands;

/// <summary>The commands that execute stages of an experiment.</summary>
internal static class RunCommands
{
    private const string RunsFolder = "runs";

    private static readonly (StageName Stage, string Description)[] Stages =
    [
        (StageName.Collect, "Records demonstrations of the task's scripted expert."),
        (StageName.Train, "Trains the policy."),
        (StageName.Refine, "Trains the DiffOG layer behind the trained policy."),
        (StageName.Evaluate, "Runs the same episodes under every refiner."),
        (StageName.Report, "Writes report.html and metrics.json."),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Command> Create(HostServices services) =>
        [Run(services), .. Stages.Select(s => s.Stage == StageName.Collect ? CollectCommand.Extend(services, Single(services, s.Stage, s.Description)) : Single(services, s.Stage, s.Description))];

    private static Command Run(HostServices services)
    {
        var syntax = new Syntax();
        Command command = new("run", "Runs an experiment from its demonstrations to its report, or continues the latest run of it that is not finished.")
        {
            syntax.File, syntax.Folder, syntax.New, syntax.Sets,
        };
        command.SetAction(parsed => Execute(services, syntax, parsed, "run", (folder, fresh) =>
            new StageRequest(new RunRequest(folder, fresh, FinishedToo: false), StageName.Report, Force: false)));
        return command;
    }

    private static Command Single(HostServices services, StageName stage, string description)
    {
        var syntax = new Syntax();
        string name = stage.ToString().ToLowerInvariant();
        Command command = new(name, $"{description} Works on the latest run of the experiment; stages before it are run first where they are not up to date.")
        {
            syntax.File, syntax.Folder, syntax.New, syntax.Force, syntax.Sets,
        };
        command.SetAction(parsed => Execute(services, syntax, parsed, name, (folder, fresh) =>
            new StageRequest(new RunRequest(folder, fresh, FinishedToo: true), stage, parsed.GetValue(syntax.Force))));
        return command;
    }

    private static int Execute(HostServices services, Syntax syntax, ParseResult parsed, string name, Func<string?, bool, StageRequest> request)
    {
        string current = services.Surroundings.CurrentFolder;
        string? folder = parsed.GetValue(syntax.Folder) is { } named ? Path.GetFullPath(named, current) : null;
        ExperimentFile experiment = Load(services, parsed.GetValue(syntax.File), parsed.GetValue(syntax.Sets) ?? [], folder);
        IDisplay display = services.Surroundings.IsRedirected ? new PlainDisplay(services.Surroundings.Out, services.Time) : new TerminalDisplay(AnsiConsole.Console);
        var runner = new ExperimentRunner(new CataloguePlugins(services.Plugins, services.Experiments), display, services.Time, Path.Combine(current, RunsFolder));
        using var signals = new StopSignals(display);
        try
        {
            runner.Run(experiment, request(folder, parsed.GetValue(syntax.New)), signals.Token);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            display.Say($"Stopped; everything is saved. To continue: diffog {name} {experiment.Arguments}{(folder is null ? "" : $" --run {Quoted(folder)}")}");
            return ExitCodes.Cancelled;
        }
    }

    /// <summary>Without a file, the experiment that a run folder holds; its relative paths start where those of the original file did.</summary>
    internal static ExperimentFile Load(HostServices services, string? file, string[] sets, string? folder)
    {
        if (file is null && folder is null)
            throw new DiffOGException("DOG1020", "Neither an experiment file nor a run folder is named.", "Name a file, for example experiments/quickstart.json, or a folder with --run.");
        file ??= Path.Combine(folder!, RunFolder.ConfigurationName);
        ComposedExperiment composed = services.Load(file, sets);
        string beside = Path.GetDirectoryName(Path.GetFullPath(file, services.Surroundings.CurrentFolder))!;
        string baseFolder = Path.GetFileName(file) == RunFolder.ConfigurationName && RunManifest.Of(beside) is { } manifest
            ? manifest.BaseFolder
            : composed.BaseFolder;
        return new ExperimentFile(composed.Options, composed.Json, baseFolder, string.Join(' ', [Quoted(file), .. sets.Select(s => $"--set {Quoted(s)}")]));
    }

    /// <summary>A word as a shell takes it.</summary>
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,@%+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>What these commands are told.</summary>
    private sealed class Syntax
    {
        internal Argument<string?> File { get; } = new("experiment")
        {
            Description = "The experiment file (JSON); may be left out with --run.",
            Arity = ArgumentArity.ZeroOrOne,
        };

        internal Option<string?> Folder { get; } = new("--run") { Description = "The run folder: a new one, or one to continue. Left out: the latest run of this experiment, or a new one under runs/.", HelpName = "DIR" };

        internal Option<bool> New { get; } = new("--new") { Description = "Starts a new run, whatever there is." };

        internal Option<bool> Force { get; } = new("--force") { Description = "Runs this stage again even where nothing changed." };

        internal Option<string[]> Sets { get; } = ConfigCommand.SetOption();
    }
}
