using DiffOG.Host.Wording;

namespace DiffOG.Host.Configuration;

/// <summary>
/// What Microsoft.Extensions.Configuration cannot know when it lays keys over keys: that a list replaces a list, that
/// null replaces an object, and that the options of one plugin are not those of another.
/// </summary>
internal static class LayerRules
{
    /// <summary>Drops from every layer what a later layer replaces as a whole.</summary>
    public static void DropReplaced(IReadOnlyList<ConfigLayer> layers)
    {
        for (int later = 1; later < layers.Count; later++)
        {
            foreach ((string key, ConfigNode node) in layers[later].Nodes)
            {
                for (int earlier = 0; earlier < later; earlier++)
                {
                    if (layers[earlier].Nodes.TryGetValue(key, out ConfigNode? below) && !Merges(node, below))
                        layers[earlier].Drop(key);
                }
            }
        }
    }

    /// <summary>Drops options that were written for another plugin than the one that is chosen in the end.</summary>
    /// <param name="layers">All layers, the last counts most.</param>
    /// <param name="choice">The key of the choice: <c>policy</c>.</param>
    /// <param name="preset">The id where no layer names one; empty where there is none.</param>
    /// <returns>The id that is chosen in the end.</returns>
    public static string DropOptionsOfOthers(IReadOnlyList<ConfigLayer> layers, string choice, string preset)
    {
        string? Id(ConfigLayer layer) => layer.Nodes.TryGetValue(choice + ":id", out ConfigNode? node) ? Scalars.Text(node) : null;
        string final = layers.Select(Id).LastOrDefault(id => id is not null) ?? preset;
        string inForce = preset;
        foreach (ConfigLayer layer in layers)
        {
            inForce = Id(layer) ?? inForce;
            if (inForce.Length > 0 && inForce != final)
                layer.Drop(choice + ":options");
        }
        return final;
    }

    /// <summary>An object goes into an object, and an assignment to an element into a list; everything else replaces.</summary>
    private static bool Merges(ConfigNode later, ConfigNode earlier) => later.Kind == NodeKind.Object
        && (earlier.Kind == NodeKind.Object || (earlier.Kind == NodeKind.Array && ReachesIn(later)));

    internal static bool ReachesIn(ConfigNode node) => node.Place.Source.IsAssignment && node.Kind == NodeKind.Object && node.Members.All(m => JsonPath.IsIndex(m.Key));
}
