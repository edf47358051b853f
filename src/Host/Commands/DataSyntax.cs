using System.CommandLine;
using DiffOG.Host.Data;
using DiffOG.Host.Progress;
using Spectre.Console;

namespace DiffOG.Host.Commands;

/// <summary>What every command about a dataset is told, and how it opens one.</summary>
internal sealed class DataSyntax
{
    internal Argument<string?> Source { get; } = new("source") { Description = "Where the demonstrations lie (a file or a folder; the format is recognised), an experiment with a dataset, a run folder, or a JSON file with a dataset plugin's id and options.", Arity = ArgumentArity.ZeroOrOne };

    internal Option<string?> Plugin { get; } = new("--dataset") { Description = "Id of the dataset plugin, where the format is not to be recognised.", HelpName = "ID" };

    internal Option<string[]> Sets { get; } = new("--set") { Description = "Sets one option of the dataset: rate=20, action.mode=relative; of an experiment: dataset.options.rate=20. May be given more than once.", HelpName = "PATH=VALUE" };

    /// <summary>Adds all of it to a command.</summary>
    internal Command On(Command command)
    {
        command.Arguments.Add(Source);
        command.Options.Add(Plugin);
        command.Options.Add(Sets);
        return command;
    }

    /// <summary>Opens the dataset, does something with it, and closes it.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">Is given the dataset, the display, and what ends the work.</param>
    internal int With(HostServices services, ParseResult parsed, Func<OpenDataset, IDisplay, CancellationToken, int> work)
    {
        IDisplay display = DisplayOf(services.Surroundings, services.Time);
        using OpenDataset open = OpenDataset.Open(services, Find(services, parsed), display);
        return Stoppable(display, token => work(open, display, token));
    }

    /// <summary>What the command line names.</summary>
    internal NamedDataset Find(HostServices services, ParseResult parsed) =>
        new DatasetNaming(services).Find(new DatasetWords(parsed.GetValue(Source), parsed.GetValue(Plugin), parsed.GetValue(Sets) ?? []));

    /// <summary>Where progress is shown: beside the output, which may be read by another program.</summary>
    internal static IDisplay DisplayOf(HostSurroundings surroundings, TimeProvider time) => surroundings.IsRedirected
        ? new PlainDisplay(surroundings.Error, time)
        : new TerminalDisplay(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(surroundings.Error) }));

    /// <summary>Does work that Ctrl-C and SIGTERM end.</summary>
    internal static int Stoppable(IDisplay display, Func<CancellationToken, int> work)
    {
        using var signals = new StopSignals(display, "Stopping; again to end at once.");
        return work(signals.Token);
    }
}
