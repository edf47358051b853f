using DiffOG.Host.Experiments;
using Microsoft.Extensions.Configuration;

namespace DiffOG.Host.Configuration;

/// <summary>Lays layers over each other; the last wins. Every value keeps the place it was written at.</summary>
internal static class Layering
{
    /// <summary>The composed tree.</summary>
    /// <param name="layers">Each an object; the last counts most. They are changed.</param>
    public static ConfigNode Compose(IReadOnlyList<ConfigLayer> layers)
    {
        // In this order: the ids of earlier layers are still needed to know whose options theirs are.
        foreach ((string key, string preset) in Choices(layers))
            LayerRules.DropOptionsOfOthers(layers, key, preset);
        LayerRules.DropReplaced(layers);
        ConfigurationBuilder builder = new();
        foreach (ConfigLayer layer in layers)
            builder.Add(layer.ToSource());
        IConfigurationRoot root = builder.Build();
        return new ConfigNode(NodeKind.Object, layers[^1].Root.Place) { Members = Members(root, root) };
    }

    private static List<KeyValuePair<string, ConfigNode>> Members(IConfigurationRoot root, IConfiguration section) =>
        [.. section.GetChildren().Select(child => Compose(root, child))];

    private static KeyValuePair<string, ConfigNode> Compose(IConfigurationRoot root, IConfigurationSection section)
    {
        ConfigNode[] written = [.. root.Providers.OfType<LayerProvider>().Where(p => p.TryGet(section.Path, out _)).Select(p => p.Layer.Nodes[section.Path])];
        ConfigNode winner = written.LastOrDefault(n => !LayerRules.ReachesIn(n)) ?? written[^1];
        ConfigNode node = winner.Kind is NodeKind.Object or NodeKind.Array ? winner with { Members = Members(root, section) } : winner;
        return new(Name(root, section), node);
    }

    /// <summary>A key as it was last written in a source where case counts.</summary>
    private static string Name(IConfigurationRoot root, IConfigurationSection section)
    {
        string parent = section.Path.Length > section.Key.Length ? section.Path[..^(section.Key.Length + 1)] : "";
        IEnumerable<string> names = root.Providers.OfType<LayerProvider>().Reverse()
            .Where(p => p.TryGet(section.Path, out _))
            .Select(p => parent.Length == 0 ? p.Layer.Root : p.Layer.Nodes[parent])
            .Where(owner => !owner.Place.Source.AnyCase)
            .SelectMany(owner => owner.Members.Select(m => m.Key).Where(k => k.Equals(section.Key, StringComparison.OrdinalIgnoreCase)));
        return names.FirstOrDefault() ?? section.Key;
    }

    private static IEnumerable<(string Key, string Preset)> Choices(IReadOnlyList<ConfigLayer> layers)
    {
        IEnumerable<(string, string)> elements = layers.SelectMany(l => l.Nodes.Keys)
            .Where(k => k.StartsWith("refiners:", StringComparison.OrdinalIgnoreCase) && k.Count(c => c == ':') == 1)
            .Distinct(StringComparer.OrdinalIgnoreCase).Select(k => (k, ""));
        return Choices(OptionsShape.Of(typeof(ExperimentOptions)), new ExperimentOptions(), "").Concat(elements);
    }

    private static IEnumerable<(string Key, string Preset)> Choices(OptionsShape shape, object defaults, string prefix)
    {
        foreach (OptionsProperty property in shape.Properties)
        {
            object? value = property.Get(defaults);
            if (property.Shape.Kind == ShapeKind.Choice)
                yield return (prefix + property.Name, (value as PluginChoice)?.Id ?? "");
            else if (property.Shape.Kind == ShapeKind.Object && value is not null)
            {
                foreach ((string, string) inner in Choices(property.Shape, value, prefix + property.Name + ":"))
                    yield return inner;
            }
        }
    }
}
