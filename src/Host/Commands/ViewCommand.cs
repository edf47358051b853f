using System.CommandLine;
using System.Globalization;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Reporting.Video;
using DiffOG.Host.Stages;
using DiffOG.Host.Viewing;
using DiffOG.Simulation;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog view</c>: what a task looks like.</summary>
internal static class ViewCommand
{
    public static Command Create(HostServices services)
    {
        var syntax = new Syntax();
        Command view = new("view", "Shows a task: writes a video of an episode, a contact sheet of all cameras, or a single picture.")
        {
            syntax.Task, syntax.Expert, syntax.Images, syntax.Still, syntax.Seeds, syntax.Steps, syntax.Camera, syntax.Size, syntax.Sets, syntax.Output,
        };
        view.SetAction((parsed, token) => Task.FromResult(View(services, syntax, parsed, token)));
        return view;
    }

    private static int View(HostServices services, Syntax syntax, ParseResult parsed, CancellationToken token)
    {
        string task = parsed.GetValue(syntax.Task)!, folder = services.Surroundings.CurrentFolder;
        // The name is looked up first: of two mistakes, an unknown task is the one that explains the other.
        PluginChoice choice = services.Experiments.Choose(PluginKind.Simulator, task, "{}", parsed.GetValue(syntax.Sets) ?? []);
        ViewSettings settings = syntax.Settings(parsed, folder);
        using ISimulator simulator = services.Plugins.Create<ISimulator>(choice, new PluginContext { Plugins = new CataloguePlugins(services.Plugins, services.Experiments), BaseFolder = folder });
        var viewer = new Viewer(task, simulator, settings, services.Surroundings.Out);
        if (parsed.GetValue(syntax.Images))
            viewer.Survey(token);
        else if (parsed.GetValue(syntax.Still) is not null)
            viewer.Still(token);
        else
            viewer.Film(new VideoWriter(), token);
        return ExitCodes.Ok;
    }

    /// <summary>What the command is told.</summary>
    private sealed class Syntax
    {
        internal Argument<string> Task { get; } = new("task") { Description = "Id of the simulator, for example mujoco/lift." };

        internal Option<bool> Expert { get; } = new("--expert") { Description = "Lets the scripted expert play, until it succeeds; without it, the robot is held still." };

        internal Option<bool> Images { get; } = new("--images") { Description = "A contact sheet (PNG) instead of a video: a row a camera, a column for the start, the expert's middle, and the end." };

        internal Option<int?> Still { get; } = new("--still") { Description = "A single picture (PNG) instead of a video, of this step, or of the end where that comes before.", HelpName = "STEP" };

        internal Option<string> Seeds { get; } = new("--seed", "--seeds") { Description = "Seed of the episode, or several with commas between them.", HelpName = "S,S", DefaultValueFactory = _ => "0" };

        internal Option<int?> Steps { get; } = new("--steps") { Description = "Plays this many control steps, also after a success; left out: the expert's until it succeeds, or two seconds of holding still.", HelpName = "N" };

        internal Option<string?> Camera { get; } = new("--camera") { Description = "Name of the camera; left out: the task's first one, and all of them for --images.", HelpName = "NAME" };

        internal Option<string?> Size { get; } = new("--size") { Description = "Size of each picture; left out: the camera's proportions, with 384 pixels on the longer side (--images 320, --still 640).", HelpName = "WxH" };

        internal Option<string[]> Sets { get; } = new("--set") { Description = "Sets one option of the task: options.renderQuality=fine. May be given more than once.", HelpName = "PATH=VALUE" };

        internal Option<string?> Output { get; } = new("--output") { Description = "The file to write; left out: named after the task, in this folder. A video's extension is that of the format that can be written here.", HelpName = "PATH" };

        internal ViewSettings Settings(ParseResult parsed, string folder)
        {
            int? steps = parsed.GetValue(Steps), still = parsed.GetValue(Still);
            if (still is not null && (steps is not null || parsed.GetValue(Images)))
                throw new DiffOGException("DOG1021", "--still is a single picture of one step; --images is a sheet of several, and --steps plays on.", "Leave out one or the other.");
            if ((steps ?? still) < 0)
                throw new DiffOGException("DOG1021", FormattableString.Invariant($"{steps ?? still} steps cannot be played."), "Write 0 or more.");
            PlaybackSettings[] episodes = [.. SeedsOf(parsed.GetValue(Seeds)!).Select(seed => new PlaybackSettings(seed, parsed.GetValue(Expert), steps ?? still))];
            string name = parsed.GetValue(Output) ?? DefaultName(parsed.GetValue(Task)!, still);
            return new ViewSettings(episodes, parsed.GetValue(Camera), parsed.GetValue(Size) is { } size ? PictureSize.Parse(size) : null, Path.GetFullPath(name, folder));
        }

        // The extension is replaced by that of what is written.
        private static string DefaultName(string task, int? still) => task.Replace('/', '-') + (still is { } step ? FormattableString.Invariant($".step{step}.png") : ".video");

        private static IEnumerable<long> SeedsOf(string text)
        {
            long?[] seeds = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(s => long.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed) ? seed : (long?)null)];
            return seeds.All(s => s is not null)
                ? seeds.Select(s => s!.Value).Distinct()
                : throw new DiffOGException("DOG1021", $"--seed is '{text}', which is neither a whole number nor several with commas between them.", "Write --seed 3, or --seeds 0,1,2.");
        }
    }
}
