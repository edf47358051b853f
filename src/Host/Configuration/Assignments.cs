using System.Text;
using DiffOG.Host.Experiments;
using DiffOG.Host.Wording;

namespace DiffOG.Host.Configuration;

/// <summary>Makes layers of <c>--set path=value</c> and of environment variables.</summary>
internal static class Assignments
{
    private const string Prefix = "DIFFOG_";

    /// <summary>The layer of one <c>--set</c>; null, and a problem, where it is none.</summary>
    public static ConfigLayer? Set(string assignment, string folder, List<ConfigurationProblem> problems)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        ConfigSource source = new($"--set {assignment}", folder) { IsAssignment = true };
        if (equals > 0 && JsonPath.Split(assignment[..equals]) is { } parts)
            return Layer(parts, assignment[(equals + 1)..], source, problems);
        problems.Add(new ConfigurationProblem("DOG1211", source.Name, "", "this is no assignment", "path=value, for example train.steps=500 or refiners[0].label=ours"));
        return null;
    }

    /// <summary>The layers of the environment, by name: every variable with a double underscore, and those that name a key of the root.</summary>
    public static IEnumerable<ConfigLayer> Environment(IReadOnlyDictionary<string, string> variables, string folder, List<ConfigurationProblem> problems)
    {
        string[] roots = [.. OptionsShape.Of(typeof(ExperimentOptions)).Properties.Select(p => p.Name)];
        foreach ((string name, string value) in variables.Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            string path = name[Prefix.Length..];
            if (!path.Contains("__", StringComparison.Ordinal) && !roots.Contains(path, StringComparer.OrdinalIgnoreCase))
                continue; // DIFFOG_HOME and others are settings of the program.
            ConfigSource source = new(name, folder) { IsAssignment = true, AnyCase = true };
            string[] parts = path.Split("__");
            if (parts.Any(p => p.Length == 0 || p.Contains(':', StringComparison.Ordinal)))
                problems.Add(new ConfigurationProblem("DOG1211", name, "", "this variable names no path", "DIFFOG_ and keys joined by double underscores, for example DIFFOG_TRAIN__STEPS"));
            else if (Layer(parts, value, source, problems) is { } layer)
                yield return layer;
        }
    }

    private static ConfigLayer? Layer(IReadOnlyList<string> parts, string value, ConfigSource source, List<ConfigurationProblem> problems)
    {
        Place place = new(source, 0, 0);
        if (Value(value, source, place, problems) is not { } node)
            return null;
        for (int i = parts.Count - 1; i >= 0; i--)
            node = new ConfigNode(NodeKind.Object, place) { Members = [new(parts[i], node)] };
        return new ConfigLayer(node);
    }

    private static ConfigNode? Value(string value, ConfigSource source, Place place, List<ConfigurationProblem> problems)
    {
        string trimmed = value.Trim();
        if (trimmed == "null")
            return new ConfigNode(NodeKind.Null, place);
        return trimmed.StartsWith('{') || trimmed.StartsWith('[')
            ? StrictJson.Read(Encoding.UTF8.GetBytes(trimmed), source, problems, hasLines: false)
            : new ConfigNode(NodeKind.Loose, place) { Text = value };
    }
}
