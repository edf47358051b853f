using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using DiffOG.Host.Configuration;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog config schema|show|check</c>.</summary>
internal static class ConfigCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(HostServices services)
    {
        Command command = new("config", "Checks and shows experiment files, and writes their schema.");
        command.Subcommands.Add(Schema(services));
        command.Subcommands.Add(OnFile("show", "Prints the composed experiment with all defaults.", services, (composed, output) => output.WriteLine(composed.Json.ToJsonString(Indented))));
        command.Subcommands.Add(OnFile("check", "Checks an experiment and reports everything that is wrong with it.", services, (composed, output) =>
            output.WriteLine($"'{composed.Options.Name}' is in order; composed from {string.Join(", ", composed.Sources)}.")));
        return command;
    }

    /// <summary>The option <c>--set</c>, as every command on an experiment has it.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Sets one value, over files and environment: train.steps=500, refiners[0].label=ours. May be given more than once; the last wins.",
        HelpName = "PATH=VALUE",
    };

    /// <summary>The argument that names an experiment file.</summary>
    public static Argument<string> FileArgument() => new("experiment") { Description = "The experiment file (JSON)." };

    private static Command Schema(HostServices services)
    {
        Option<string?> output = new("--output") { Description = "File to write; standard output when left out.", HelpName = "FILE" };
        Command schema = new("schema", "Writes the JSON schema of experiment files, with the options of all plugins.") { output };
        schema.SetAction(parsed =>
        {
            string text = new ExperimentSchema(services.Plugins).Write().ToJsonString(Indented) + "\n";
            if (parsed.GetValue(output) is { } file)
                File.WriteAllText(Path.GetFullPath(file, services.Surroundings.CurrentFolder), text);
            else
                services.Surroundings.Out.Write(text);
            return ExitCodes.Ok;
        });
        return schema;
    }

    private static Command OnFile(string name, string description, HostServices services, Action<ComposedExperiment, TextWriter> act)
    {
        Argument<string> file = FileArgument();
        Option<string[]> sets = SetOption();
        Command command = new(name, description) { file, sets };
        command.SetAction(parsed =>
        {
            act(services.Load(parsed.GetValue(file)!, parsed.GetValue(sets) ?? []), services.Surroundings.Out);
            return ExitCodes.Ok;
        });
        return command;
    }
}
