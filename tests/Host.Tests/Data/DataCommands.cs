using System.CommandLine;
using DiffOG.Datasets;
using DiffOG.Host.Commands;
using DiffOG.Host.Composition;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DiffOG.Host.Tests.Data;

/// <summary><c>diffog data</c> with the dataset plugins of the build.</summary>
internal static class DataCommands
{
    private static readonly Lazy<PluginCatalogue> Built = new(() => PluginCatalogue.Load(PluginFolders.Default([], null), NullLoggerFactory.Instance));

    /// <summary>The first four human Push-T demonstrations: 579 steps of actions and states.</summary>
    internal static string PushT { get; } = Path.Combine(Repository.Root, "tests", "plugins", "Sim", "MuJoCo.Tests", "PushT", "Fixtures", "pusht-episodes-0-3.zarr");

    /// <summary>Runs a command; failures come as they are. Files in the folder are written as <c>~</c>.</summary>
    internal static async Task<(int Code, string Output, string Error)> Run(Scratch folder, params string[] line)
    {
        StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var surroundings = new HostSurroundings(output, error, new Dictionary<string, string>(), folder.Root);
        using HostServices services = HostServices.Build(surroundings, s => s.AddSingleton(Built.Value));
        int code = await CommandLine.Root(services).Parse(["data", .. line]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, Neutral(output, folder), Neutral(error, folder));
    }

    private static string Neutral(StringWriter text, Scratch folder) => text.ToString().Replace(folder.Root, "~", StringComparison.Ordinal).Replace(PushT, "PUSHT", StringComparison.Ordinal);
}

/// <summary>Small datasets that are made by hand.</summary>
internal static class Made
{
    /// <summary>A dataset of actions x (translation) and g (gripper) in [-1, 1], one observed value o, at 10 Hz.</summary>
    /// <param name="episodes">Of each episode the values of x; g is 0, and o counts the steps.</param>
    internal static MemoryDataset Of(params double[][] episodes)
    {
        MemoryDataset made = Empty();
        foreach (double[] x in episodes)
            made.Append(new EpisodeWindow([.. x.Select((_, t) => (double)t)], [.. x.SelectMany(v => new[] { v, 0 })]), new Dictionary<string, string>());
        return made;
    }

    /// <summary>No episodes yet.</summary>
    internal static MemoryDataset Empty(params CameraSpec[] cameras) => new(
        new ObservationSpec([new("o", 1, "m")]) { Cameras = cameras },
        new ActionSpec(ActionMode.Absolute, [new("x", ActionGroup.Translation, "m", -1, 1), new("g", ActionGroup.Gripper, "1", -1, 1)]),
        10);
}
