using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Host.Experiments;
using Microsoft.Extensions.Configuration;

namespace DiffOG.Host.Configuration;

/// <summary>Lays layers over each other; the last wins. Every value keeps the place it was written at.</summary>
/// <param name="layers">Each an object; the last counts most. They are changed.</param>
/// <param name="catalogue">Knows which options choose plugins.</param>
internal sealed class Layering(IReadOnlyList<ConfigLayer> layers, PluginCatalogue catalogue)
{
    /// <summary>The composed tree.</summary>
    public ConfigNode Compose()
    {
        // In this order: the ids of earlier layers are still needed to know whose options theirs are.
        DropOptionsOfOthers(OptionsShape.Of(typeof(ExperimentOptions)), new ExperimentOptions(), "");
        LayerRules.DropReplaced(layers);
        ConfigurationBuilder builder = new();
        foreach (ConfigLayer layer in layers)
            builder.Add(layer.ToSource());
        IConfigurationRoot root = builder.Build();
        return new ConfigNode(NodeKind.Object, layers[^1].Root.Place) { Members = Members(root, root) };
    }

    /// <summary>Goes to every choice that some layer writes; from the outside in, as the outer one decides what the options inside are.</summary>
    private void DropOptionsOfOthers(OptionsShape shape, object? preset, string key)
    {
        if (key.Length > 0 && !layers.Any(l => l.Nodes.ContainsKey(key)))
            return;
        switch (shape.Kind)
        {
            case ShapeKind.Choice:
                string id = LayerRules.DropOptionsOfOthers(layers, key, (preset as PluginChoice)?.Id ?? "");
                if (catalogue.TryFind(shape.Plugin, id) is { } plugin)
                    DropOptionsOfOthers(OptionsShape.Of(plugin.OptionsType), null, key + ":options");
                break;
            case ShapeKind.Object:
                object defaults = preset ?? Activator.CreateInstance(shape.Type)!;
                foreach (OptionsProperty property in shape.Properties)
                    DropOptionsOfOthers(property.Shape, property.Get(defaults), key.Length == 0 ? property.Name : $"{key}:{property.Name}");
                break;
            case ShapeKind.List or ShapeKind.Dictionary:
                foreach (string child in layers.SelectMany(l => l.Nodes.Keys).Where(k => IsChild(k, key)).Distinct(StringComparer.OrdinalIgnoreCase).ToList())
                    DropOptionsOfOthers(shape.Element!, null, child);
                break;
        }
    }

    private static bool IsChild(string key, string parent) =>
        key.Length > parent.Length && key[parent.Length] == ':' && key.StartsWith(parent, StringComparison.OrdinalIgnoreCase) && key.IndexOf(':', parent.Length + 1) < 0;

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
}
