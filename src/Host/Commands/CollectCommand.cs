using System.CommandLine;
using System.CommandLine.Invocation;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Configuration;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Recording;
using DiffOG.Host.Stages;
using DiffOG.Simulation;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog collect TASK --output FILE.hdf5</c>: records demonstrations outside of any experiment.</summary>
internal static class CollectCommand
{
    /// <summary>Teaches the command of the stage to record into a file as well.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="stage"><c>diffog collect EXPERIMENT.json</c>.</param>
    public static Command Extend(HostServices services, Command stage)
    {
        var syntax = new Syntax();
        foreach (Option option in (Option[])[syntax.Output, syntax.Episodes, syntax.FirstSeed, syntax.Hold])
            stage.Options.Add(option);
        stage.Description += " With --output: records a task's expert into an HDF5 file, outside of any run.";
        stage.Arguments[0].Description = "The experiment file (JSON); may be left out with --run. With --output: the id of a task, for example mujoco/lift.";
        var ofStage = (SynchronousCommandLineAction)stage.Action!;
        stage.SetAction(parsed => syntax.Request(parsed, services.Surroundings.CurrentFolder) is { } request ? Record(services, request, parsed) : ofStage.Invoke(parsed));
        return stage;
    }

    private static int Record(HostServices services, CollectionRequest request, ParseResult parsed)
    {
        string task = parsed.GetValue<string?>("experiment") ?? throw new DiffOGException("DOG1021", "No task is named.", "Write 'diffog collect mujoco/lift --output FILE.hdf5'; 'diffog plugins list' shows all simulators.");
        string[] sets = parsed.GetValue<string[]>("--set") ?? [];
        PluginChoice choice = services.Experiments.Choose(PluginKind.Simulator, task, "{}", sets);
        IDisplay display = services.Surroundings.IsRedirected ? new PlainDisplay(services.Surroundings.Out, services.Time) : new TerminalDisplay(AnsiConsole.Console);
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(new DisplayLog(display)));
        var plugins = new CataloguePlugins(services.Plugins, services.Experiments);
        using var simulators = new SimulatorPool(() => plugins.Create<ISimulator>(choice, new PluginContext { Plugins = plugins, Loggers = loggers, BaseFolder = services.Surroundings.CurrentFolder }));
        using var signals = new StopSignals(display);
        try
        {
            RecordingDescription Describe(long firstSeed, int hold) => RecordingDescription.Of(
                task, plugins.VersionOf(PluginKind.Simulator, task), OptionsJson.Write(choice.Options!), simulators.Lane(0).Spec, firstSeed, hold);
            display.Say(new Collection(Describe, simulators, display).Run(request, signals.Token));
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            display.Say("Stopped; the finished episodes are saved. The same command continues.");
            return ExitCodes.Cancelled;
        }
    }

    /// <summary>What the command is told besides the stage's options.</summary>
    private sealed class Syntax
    {
        private const int DefaultEpisodes = 100;

        internal Option<string?> Output { get; } = new("--output") { Description = "Records into this HDF5 file (robomimic's layout); --set then sets options of the task: options.maxSteps=300. A recording that was interrupted, or has fewer episodes, is continued.", HelpName = "FILE" };

        internal Option<int?> Episodes { get; } = new("--episodes") { Description = $"With --output: the number of successful episodes; {DefaultEpisodes} when left out.", HelpName = "N" };

        internal Option<long?> FirstSeed { get; } = new("--first-seed") { Description = "With --output: the first episode's seed, every try takes the next one; 0 when left out.", HelpName = "S" };

        internal Option<int?> Hold { get; } = new("--hold") { Description = $"With --output: control steps that success must last before an episode ends; {CollectionRequest.DefaultHold} when left out.", HelpName = "N" };

        /// <summary>What is asked; null where a stage is.</summary>
        internal CollectionRequest? Request(ParseResult parsed, string folder)
        {
            string? output = parsed.GetValue(Output);
            (int? episodes, long? firstSeed, int? hold) = (parsed.GetValue(Episodes), parsed.GetValue(FirstSeed), parsed.GetValue(Hold));
            if (output is null)
            {
                return episodes is null && firstSeed is null && hold is null
                    ? null
                    : throw new DiffOGException("DOG1021", "--episodes, --first-seed and --hold belong to a recording, and no file is named for one.", "Name it with --output FILE.hdf5; an experiment has them in its file (collect.episodes, collect.firstSeed).");
            }
            if (episodes < 1 || hold < 0)
                throw new DiffOGException("DOG1021", FormattableString.Invariant($"{episodes ?? DefaultEpisodes} episodes and {hold ?? 0} held steps cannot be recorded."), "Write at least 1 episode, and 0 held steps or more.");
            if (parsed.GetValue<string?>("--run") is not null || parsed.GetValue<bool>("--new") || parsed.GetValue<bool>("--force"))
                throw new DiffOGException("DOG1021", "--run, --new and --force belong to a stage of an experiment, --output to a recording.", "Leave out one or the other.");
            return new CollectionRequest(Path.GetFullPath(output, folder), episodes ?? DefaultEpisodes, firstSeed, hold);
        }
    }
}
