using System.CommandLine;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Configuration;
using DiffOG.Host.Stages;
using DiffOG.Learning.Interchange;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;
using DiffOG.Projectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog weights import|export|maps</c>: weights under the names of other projects.</summary>
internal static class WeightsCommand
{
    public static Command Create(HostServices services)
    {
        Command command = new("weights", "Reads and writes weights under the names of other projects (diffusion_policy, LeRobot, DiffOG).");
        command.Subcommands.Add(Import(services));
        command.Subcommands.Add(Export(services));
        command.Subcommands.Add(Maps(services));
        return command;
    }

    private static Command Maps(HostServices services)
    {
        Command maps = new("maps", "Lists the maps of names that come with the program.");
        maps.SetAction(_ =>
        {
            int width = NameMap.All.Max(m => m.Name.Length);
            foreach (NameMap map in NameMap.All)
                services.Surroundings.Out.WriteLine($"{map.Name.PadRight(width)}  {map.Plugin} ({(map.Part == MappedPart.Policy ? "policy" : "layer")}): {map.Reference}");
            return ExitCodes.Ok;
        });
        return maps;
    }

    private static Command Import(HostServices services)
    {
        var syntax = new Syntax();
        Command import = new("import", "Makes a checkpoint of a safetensors file with another project's names. Every tensor that is missing, unexpected or of another form is listed.")
        {
            syntax.Source, syntax.Map, syntax.Experiment, syntax.Statistics, syntax.Cameras, syntax.Policy, syntax.Output, syntax.Sets,
        };
        import.SetAction(parsed => Import(services, syntax, parsed));
        return import;
    }

    private static Command Export(HostServices services)
    {
        var syntax = new Syntax();
        Command export = new("export", "Writes a checkpoint as a safetensors file with another project's names.") { syntax.Source, syntax.Map, syntax.Cameras, syntax.Output };
        export.SetAction(parsed => Export(services, syntax, parsed));
        return export;
    }

    private static int Import(HostServices services, Syntax syntax, ParseResult parsed)
    {
        string current = services.Surroundings.CurrentFolder, output = Path.GetFullPath(parsed.GetValue(syntax.Output)!, current);
        NameMap map = syntax.MapOf(parsed, current);
        ExperimentFile experiment = RunCommands.Load(services, parsed.GetValue(syntax.Experiment)!, parsed.GetValue(syntax.Sets) ?? [], null);
        RequirePlugin(map, map.Part == MappedPart.Policy ? experiment.Options.Policy : experiment.Options.Layer.Projector);
        TorchRuntime.Load();
        using SafetensorsFile source = SafetensorsFile.Open(Path.GetFullPath(parsed.GetValue(syntax.Source)!, current));
        SafetensorsFile[] statistics = [.. (parsed.GetValue(syntax.Statistics) ?? []).Select(s => SafetensorsFile.Open(Path.GetFullPath(s, current)))];
        using var parts = new ExperimentParts(experiment, new CataloguePlugins(services.Plugins, services.Experiments), null, NullLoggerFactory.Instance);
        var import = new WeightImport(map, source) { Statistics = statistics, Cameras = syntax.CamerasOf(parsed) };
        int arrays = map.Part == MappedPart.Policy ? Policy(import, parts, experiment, output) : Layer(import, parts, experiment, syntax.PolicyOf(parsed, current), output);
        foreach (SafetensorsFile file in statistics)
            file.Dispose();
        services.Surroundings.Out.WriteLine($"{arrays} arrays by the map '{map.Name}', all of them as wanted: {output}");
        return ExitCodes.Ok;
    }

    private static int Policy(WeightImport import, ExperimentParts parts, ExperimentFile experiment, string output)
    {
        using var policy = (ITrainablePolicy)parts.CreatePolicy();
        return import.WritePolicy(policy, output, Metadata(experiment.Options.Policy));
    }

    private static int Layer(WeightImport import, ExperimentParts parts, ExperimentFile experiment, string checkpoint, string output)
    {
        using var policy = (ITrainablePolicy)parts.CreatePolicy();
        using (SafetensorsFile file = SafetensorsFile.Open(checkpoint))
            policy.Load(file);
        using IQProjector projector = parts.CreateProjector(policy);
        return import.WriteLayer((ITrainableQProjector)projector, policy, output, Metadata(experiment.Options.Layer.Projector));
    }

    private static int Export(HostServices services, Syntax syntax, ParseResult parsed)
    {
        string current = services.Surroundings.CurrentFolder, output = Path.GetFullPath(parsed.GetValue(syntax.Output)!, current);
        NameMap map = syntax.MapOf(parsed, current);
        TorchRuntime.Load();
        using SafetensorsFile checkpoint = SafetensorsFile.Open(Path.GetFullPath(parsed.GetValue(syntax.Source)!, current));
        IReadOnlyDictionary<string, SafetensorsArray> arrays = new WeightExport(map) { Cameras = syntax.CamerasOf(parsed) }.Arrays(checkpoint);
        SafetensorsWriter.Write(output, arrays, new Dictionary<string, string> { ["format"] = "pt", ["map"] = map.Name });
        services.Surroundings.Out.WriteLine($"{arrays.Count} arrays by the map '{map.Name}': {output}");
        return ExitCodes.Ok;
    }

    private static void RequirePlugin(NameMap map, PluginChoice choice)
    {
        if (choice.Id != map.Plugin)
            throw new DiffOGException("DOG1332", $"The map '{map.Name}' is for the {(map.Part == MappedPart.Policy ? "policy" : "projector")} '{map.Plugin}'; the experiment has '{choice.Id}'.", "Name a map for that plugin ('diffog weights maps'), or another experiment.");
    }

    private static Dictionary<string, string> Metadata(PluginChoice choice) => new()
    {
        ["plugin"] = choice.Id,
        ["options"] = choice.Options is null ? "{}" : OptionsJson.Write(choice.Options).ToJsonString(),
    };

    /// <summary>What these commands are told.</summary>
    private sealed class Syntax
    {
        internal Argument<string> Source { get; } = new("file") { Description = "The safetensors file." };

        internal Option<string> Map { get; } = new("--map") { Description = "Name of the map of names ('diffog weights maps'), or a JSON file with one.", HelpName = "MAP", Required = true };

        internal Option<string> Experiment { get; } = new("--experiment") { Description = "The experiment file whose policy or layer the weights are for.", HelpName = "FILE", Required = true };

        internal Option<string[]> Statistics { get; } = new("--statistics") { Description = "A safetensors file with the statistics of the normalisers, where the weights' own has none. May be given more than once.", HelpName = "FILE" };

        internal Option<string[]> Cameras { get; } = new("--camera") { Description = "What the other project calls a camera: agentview=agentview_image. May be given more than once.", HelpName = "OURS=THEIRS" };

        internal Option<string?> Policy { get; } = new("--policy") { Description = "For a layer: the checkpoint of the policy that it stands behind.", HelpName = "FILE" };

        internal Option<string> Output { get; } = new("--output") { Description = "The file to write.", HelpName = "FILE", Required = true };

        internal Option<string[]> Sets { get; } = ConfigCommand.SetOption();

        internal NameMap MapOf(ParseResult parsed, string current)
        {
            string map = parsed.GetValue(Map)!;
            return NameMap.Find(map.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Path.GetFullPath(map, current) : map);
        }

        internal Dictionary<string, string> CamerasOf(ParseResult parsed)
        {
            var cameras = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string pair in parsed.GetValue(Cameras) ?? [])
            {
                string[] names = pair.Split('=');
                if (names.Length != 2 || names.Any(n => n.Length == 0) || !cameras.TryAdd(names[0], names[1]))
                    throw new DiffOGException("DOG1021", $"--camera '{pair}' is not OURS=THEIRS, or names a camera twice.", "Write for example --camera agentview=agentview_image.");
            }
            return cameras;
        }

        internal string PolicyOf(ParseResult parsed, string current) => parsed.GetValue(Policy) is { } policy
            ? Path.GetFullPath(policy, current)
            : throw new DiffOGException("DOG1021", "A layer stands behind a policy, and none is named.", "Name its checkpoint with --policy, for example a run's checkpoints/policy/policy.safetensors.");
    }
}
