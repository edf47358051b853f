using System.CommandLine;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Composition;
using DiffOG.Host.Configuration;
using DiffOG.Host.Data;
using DiffOG.Host.Stages;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog data convert</c>: writes a dataset in another format.</summary>
internal static class DataConvertCommand
{
    private const string Robomimic = "robomimic";

    public static Command Create(HostServices services)
    {
        var syntax = new DataSyntax();
        var told = new Syntax();
        Command convert = told.On(syntax.On(new Command("convert", "Writes a dataset in another format, pictures and attributes included; reads it again and compares. All of it is there afterwards, or nothing.")));
        convert.SetAction(parsed => syntax.With(services, parsed, (open, display, token) =>
        {
            var plugins = new CataloguePlugins(services.Plugins, services.Experiments);
            IConversionFormat format = told.Format(parsed, plugins, services.Experiments, services.Plugins.Find(PluginKind.Dataset, parsed.GetValue(told.To)!));
            var request = new ConversionRequest(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(told.Output)!, services.Surroundings.CurrentFolder)), !parsed.GetValue(told.NoVerify));
            foreach (string line in DatasetSummary.Of(open).Head())
                services.Surroundings.Out.WriteLine(line);
            services.Surroundings.Out.WriteLine(FormattableString.Invariant($"  memory: at most {Math.Max(1, Conversion.EpisodeBytes(open.Dataset.Spec) >> 20)} MiB for the longest episode"));
            foreach (string line in new Conversion(open.Dataset, format, display).Run(request, token))
                services.Surroundings.Out.WriteLine(line);
            return ExitCodes.Ok;
        }));
        return convert;
    }

    /// <summary>What the command is told besides.</summary>
    private sealed class Syntax
    {
        internal Option<string> To { get; } = new("--to") { Description = "The format: robomimic (one HDF5 file), or a dataset plugin that takes episodes: episodes, lerobot.", HelpName = "ID", Required = true };

        internal Option<string> Output { get; } = new("--output") { Description = "The file or folder to be; nothing is replaced.", HelpName = "PATH", Required = true };

        private Option<string[]> Options { get; } = new("--to-set") { Description = "Sets one option of the plugin that writes: task=push, doublePrecision=true. May be given more than once.", HelpName = "PATH=VALUE" };

        internal Option<bool> NoVerify { get; } = new("--no-verify") { Description = "Does not read again what was written." };

        private Option<bool> Compress { get; } = new("--compress") { Description = "robomimic: compresses pictures with gzip, one chunk a picture: smaller, and slower to read." };

        internal Command On(Command command)
        {
            foreach (Option option in (Option[])[To, Output, Options, NoVerify, Compress])
                command.Options.Add(option);
            return command;
        }

        internal IConversionFormat Format(ParseResult parsed, IPluginSource plugins, ExperimentLoader experiments, PluginDescriptor plugin)
        {
            bool compress = parsed.GetValue(Compress);
            if (compress && plugin.Id != Robomimic)
                throw new DiffOGException("DOG1021", $"--compress belongs to --to {Robomimic}, and '{plugin.Id}' is asked for.", "Leave it out.");
            if (plugin.Id == Robomimic)
                return new RobomimicFormat(compress, plugins);
            string[] sets = DatasetNaming.Prefixed(parsed.GetValue(Options) ?? []);
            return new SinkFormat(plugin.Id, json => Choose(experiments, plugin.Id, json, sets), plugins);
        }

        // A plugin that needs to know more than a path has something to read in mind.
        private static PluginChoice Choose(ExperimentLoader experiments, string id, string json, string[] sets)
        {
            try
            {
                return experiments.Choose(PluginKind.Dataset, id, json, sets);
            }
            catch (ConfigurationException) when (sets.Length == 0)
            {
                throw DataErrors.NotWritten(id);
            }
        }
    }
}
