using DiffOG.Specs;
using System.CommandLine;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Configuration;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Recording;
using DiffOG.Host.Stages;
using DiffOG.Host.Viewing;
using DiffOG.Host.Wording;
using DiffOG.Simulation;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog images</c>: adds pictures to a recording, from its states.</summary>
internal static class ImagesCommand
{
    public static Command Create(HostServices services)
    {
        var syntax = new Syntax();
        Command images = new("images", "Renders camera pictures of recorded demonstrations from their states, into a copy of the file. An interrupted one is continued.")
        {
            syntax.Source, syntax.Cameras, syntax.Size, syntax.Output, syntax.Compress, syntax.Sets,
        };
        images.SetAction(parsed => Render(services, syntax, parsed));
        return images;
    }

    private static int Render(HostServices services, Syntax syntax, ParseResult parsed)
    {
        string current = services.Surroundings.CurrentFolder;
        string sourcePath = Path.GetFullPath(parsed.GetValue(syntax.Source)!, current), output = Path.GetFullPath(parsed.GetValue(syntax.Output)!, current);
        if (sourcePath == output)
            throw new DiffOGException("DOG1021", $"--output names the recording itself, '{output}'.", "Name another file: the recording stays as it is.");
        using RecordedStates source = RecordedStates.Open(sourcePath);
        PluginChoice choice = services.Experiments.Choose(PluginKind.Simulator, source.Task, source.Options, parsed.GetValue(syntax.Sets) ?? []);
        IDisplay display = services.Surroundings.IsRedirected ? new PlainDisplay(services.Surroundings.Out, services.Time) : new TerminalDisplay(AnsiConsole.Console);
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(new DisplayLog(display)));
        var plugins = new CataloguePlugins(services.Plugins, services.Experiments);
        WarnOfVersion(source, plugins, display);
        using var simulators = new SimulatorPool(() => plugins.Create<ISimulator>(choice, new PluginContext { Plugins = plugins, Loggers = loggers, BaseFolder = current }));
        ImageDescription description = ImageDescription.Of(
            sourcePath, OptionsJson.Write(choice.Options!), syntax.CamerasOf(parsed, source.Task, simulators.Lane(0).Spec), parsed.GetValue(syntax.Compress));
        using var signals = new StopSignals(display);
        try
        {
            display.Say(new ImageJob(sourcePath, source, description, simulators, display).Run(output, signals.Token));
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            display.Say("Stopped; the finished pictures are saved. The same command continues.");
            return ExitCodes.Cancelled;
        }
    }

    private static void WarnOfVersion(RecordedStates source, CataloguePlugins plugins, IDisplay display)
    {
        string now = plugins.VersionOf(PluginKind.Simulator, source.Task);
        if (source.TaskVersion is { } then && then != now)
            display.Say($"warning: the states were recorded with version {then} of '{source.Task}', which is {now} now; they may mean something else.");
    }

    /// <summary>What the command is told.</summary>
    private sealed class Syntax
    {
        internal Argument<string> Source { get; } = new("recording") { Description = "The HDF5 file that 'diffog collect TASK --output' recorded; it stays as it is." };

        internal Option<string> Cameras { get; } = new("--cameras") { Description = "Names of cameras, with commas between them: agentview,robot0_eye_in_hand.", HelpName = "NAME,NAME", Required = true };

        internal Option<string?> Size { get; } = new("--size") { Description = "Size of the pictures; left out: each camera's own.", HelpName = "WxH" };

        internal Option<string> Output { get; } = new("--output") { Description = "The HDF5 file to write: all of the recording, and the pictures.", HelpName = "FILE", Required = true };

        internal Option<bool> Compress { get; } = new("--compress") { Description = "Compresses pictures with gzip, one chunk a picture: smaller, and slower to read." };

        internal Option<string[]> Sets { get; } = new("--set") { Description = "Sets one option of the task, over the recorded ones; for what changes pictures, not physics: options.renderQuality=fine. May be given more than once.", HelpName = "PATH=VALUE" };

        /// <summary>The cameras that are asked for, with the size of their pictures.</summary>
        internal CameraSpec[] CamerasOf(ParseResult parsed, string task, TaskSpec spec)
        {
            PictureSize? size = parsed.GetValue(Size) is { } text ? PictureSize.Parse(text) : null;
            string[] names = [.. parsed.GetValue(Cameras)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
            if (names.Length == 0)
                throw new DiffOGException("DOG1021", "--cameras names no camera.", $"The task '{task}' has {string.Join(", ", spec.Cameras.Select(c => c.Name))}.");
            CameraSpec[] found = [.. names.Select(n => spec.Cameras.FirstOrDefault(c => c.Name == n) ?? throw NoCamera(task, n, spec))];
            return size is { } chosen ? [.. found.Select(c => c with { Width = chosen.Width, Height = chosen.Height })] : found;
        }

        private static DiffOGException NoCamera(string task, string name, TaskSpec spec)
        {
            string[] names = [.. spec.Cameras.Select(c => c.Name)];
            return new DiffOGException("DOG1022", $"The task '{task}' has no camera '{name}'; it has {string.Join(", ", names)}.{Nearest.Hint(name, names)}", "Name some of them with --cameras, with commas between them.");
        }
    }
}
