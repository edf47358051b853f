using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Host.Composition;
using Spectre.Console;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog plugins list|why</c>.</summary>
internal static class PluginsCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(HostServices services)
    {
        Command command = new("plugins", "Shows which plugins there are, and why others are not used.");
        command.Subcommands.Add(List(services));
        command.Subcommands.Add(Why(services));
        return command;
    }

    private static Command List(HostServices services)
    {
        Option<bool> json = new("--json") { Description = "As JSON." };
        Command list = new("list", "Lists all plugins, and what was refused.") { json };
        list.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                services.Surroundings.Out.WriteLine(Json(services.Plugins).ToJsonString(Indented));
            else if (services.Surroundings.IsRedirected)
                WritePlain(services.Plugins, services.Surroundings.Out);
            else
                WriteTable(services.Plugins);
            return ExitCodes.Ok;
        });
        return list;
    }

    private static Command Why(HostServices services)
    {
        Argument<string> id = new("id") { Description = "Id of a plugin, or part of its folder's name." };
        Command why = new("why", "Says where a plugin comes from, or why it is not used.") { id };
        why.SetAction(parsed => Explain(services.Plugins, parsed.GetValue(id)!, services.Surroundings.Out));
        return why;
    }

    private static int Explain(PluginCatalogue catalogue, string id, TextWriter output)
    {
        PluginDescriptor[] found = [.. catalogue.Plugins.Where(p => p.Id == id)];
        PluginProblem[] problems = [.. catalogue.Problems.Where(p => p.PluginIds.Contains(id) || Path.GetFileName(p.Folder).Contains(id, StringComparison.OrdinalIgnoreCase))];
        foreach (PluginDescriptor plugin in found)
            output.WriteLine($"{plugin}: {plugin.Description}\n  makes      {plugin.ContractType.FullName}\n  options    {plugin.OptionsType.FullName}\n  version    {plugin.Version}, built against contracts {plugin.ContractVersion}\n  folder     {plugin.Folder}");
        foreach (PluginProblem problem in problems)
            output.WriteLine($"{problem.Id} {problem.Folder}\n  {problem.Reason}\n  {problem.Next}");
        if (found.Length + problems.Length > 0)
            return ExitCodes.Ok;
        string[] ids = [.. catalogue.Plugins.Select(p => p.Id).Concat(catalogue.Problems.SelectMany(p => p.PluginIds)).Distinct()];
        throw new DiffOG.Diagnostics.DiffOGException("DOG1110", $"There is no plugin '{id}', and none was refused.{Wording.Nearest.Hint(id, ids)}", "'diffog plugins list' shows all plugins, and those that were refused.");
    }

    private static void WritePlain(PluginCatalogue catalogue, TextWriter output)
    {
        foreach (PluginDescriptor plugin in catalogue.Plugins)
            output.WriteLine($"{Words.Of(plugin.Kind)}\t{plugin.Id}\t{plugin.Version}\t{plugin.Description}");
        foreach (PluginProblem problem in catalogue.Problems)
            output.WriteLine($"refused\t{problem.Id}\t{problem.Folder}\t{problem.Reason}");
    }

    private static void WriteTable(PluginCatalogue catalogue)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("kind", "id", "version", "description");
        PluginKind? last = null;
        foreach (PluginDescriptor plugin in catalogue.Plugins)
        {
            table.AddRow(Markup.Escape(plugin.Kind == last ? "" : Words.Of(plugin.Kind)), Markup.Escape(plugin.Id), plugin.Version.ToString(3), Markup.Escape(plugin.Description));
            last = plugin.Kind;
        }
        AnsiConsole.Write(table);
        foreach (PluginProblem problem in catalogue.Problems)
            AnsiConsole.MarkupLineInterpolated($"[yellow]refused[/] {problem.Id} {problem.Folder}\n        {problem.Reason} {problem.Next}");
    }

    private static JsonObject Json(PluginCatalogue catalogue) => new()
    {
        ["formatVersion"] = 1,
        ["contractVersion"] = ContractVersion.Current.ToString(),
        ["plugins"] = new JsonArray([.. catalogue.Plugins.Select(p => (JsonNode)new JsonObject
        {
            ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(p.Kind.ToString()),
            ["id"] = p.Id,
            ["description"] = p.Description,
            ["version"] = p.Version.ToString(),
            ["contractVersion"] = p.ContractVersion.ToString(),
            ["contract"] = p.ContractType.FullName,
            ["options"] = p.OptionsType.FullName,
            ["needs"] = new JsonArray([.. p.Needs.Select(n => (JsonNode)n.Name)]),
            ["folder"] = p.Folder,
        })]),
        ["problems"] = new JsonArray([.. catalogue.Problems.Select(p => (JsonNode)new JsonObject
        {
            ["id"] = p.Id,
            ["folder"] = p.Folder,
            ["plugins"] = new JsonArray([.. p.PluginIds.Select(i => (JsonNode)i)]),
            ["reason"] = p.Reason,
            ["next"] = p.Next,
        })]),
    };
}
