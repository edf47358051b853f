using Microsoft.Extensions.Configuration;

namespace DiffOG.Host.Configuration;

/// <summary>One layer of a configuration: a file, a <c>--set</c>, an environment variable.</summary>
internal sealed class ConfigLayer
{
    private readonly Dictionary<string, ConfigNode> _nodes = new(StringComparer.OrdinalIgnoreCase);

    public ConfigLayer(ConfigNode root) => Add("", Root = root);

    public ConfigNode Root { get; }

    /// <summary>Every node, objects and lists too, by its key in Microsoft.Extensions.Configuration: <c>train:steps</c>.</summary>
    public IReadOnlyDictionary<string, ConfigNode> Nodes => _nodes;

    /// <summary>Forgets a node and all below it.</summary>
    public void Drop(string key)
    {
        foreach (string gone in _nodes.Keys.Where(k => k.Equals(key, StringComparison.OrdinalIgnoreCase) || k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)).ToList())
            _nodes.Remove(gone);
    }

    /// <summary>What Microsoft.Extensions.Configuration sees of it.</summary>
    public IConfigurationSource ToSource() => new Source(this);

    private void Add(string key, ConfigNode node)
    {
        if (key.Length > 0)
            _nodes[key] = node;
        foreach ((string name, ConfigNode member) in node.Members)
            Add(key.Length == 0 ? name : $"{key}:{name}", member);
    }

    private sealed class Source(ConfigLayer layer) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => new LayerProvider(layer);
    }
}

/// <summary>The provider of one layer: Microsoft.Extensions.Configuration decides which layer wins, the layer knows where the value stands.</summary>
internal sealed class LayerProvider(ConfigLayer layer) : ConfigurationProvider
{
    public ConfigLayer Layer => layer;

    public override void Load() => Data = layer.Nodes.ToDictionary(n => n.Key, n => (string?)n.Value.Text, StringComparer.OrdinalIgnoreCase);
}
