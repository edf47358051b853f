using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using DiffOG.Host.Configuration;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Configuration;

/// <summary>Layering against a few lines that say what it means.</summary>
public sealed class LayeringProperties
{
    private const string Seed = "0001HqmnIRb5";

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf<JsonNode?>(
        Gen.Int[0, 99].Select(i => (JsonNode?)i), Gen.Int[0, 1].Select(i => (JsonNode?)(i == 0 ? "x" : "y")), Gen.Bool.Select(b => b ? (JsonNode?)b : null));

    private static readonly Gen<JsonNode?> Tree = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (1, inner.Array[0, 3].Select(a => (JsonNode?)new JsonArray([.. a.Select(Clone)]))),
            (3, Objects(inner).Select(o => (JsonNode?)o))));

    private static readonly Gen<JsonObject> Regular = Gen.Recursive<JsonObject>((depth, inner) => Gen.Select(
        Gen.Dictionary(Key(0, 2), inner)[0, depth > 3 ? 0 : 3], Gen.Dictionary(Key(3, 4), Scalar)[0, 2],
        (objects, values) => new JsonObject([.. objects.Select(m => Member(m.Key, m.Value)), .. values.Select(m => Member(m.Key, m.Value))])));

    private static readonly Gen<JsonObject> Document = Objects(Tree);

    [Fact]
    public void The_last_layer_wins_key_by_key() => Document.Array[1, 4].Sample(
        layers => JsonNode.DeepEquals(Sorted(layers.Aggregate(Merge)), Sorted(Compose(layers))), seed: Seed, iter: 500);

    /// <summary>Where a, b, c are objects in every layer: an object over a value over an object forgets the first, so it matters what is laid first.</summary>
    [Fact]
    public void Layers_may_be_grouped_in_any_way() => Gen.Select(Regular, Regular, Regular).Sample(
        (a, b, c) => JsonNode.DeepEquals(Compose(Compose(a, b), c), Compose(a, Compose(b, c))), seed: Seed, iter: 500);

    [Fact]
    public void The_order_of_keys_does_not_matter() => Gen.Select(Document, Document).Sample(
        (a, b) => JsonNode.DeepEquals(Sorted(Compose(a, b)), Sorted(Compose(Reversed(a), Reversed(b)))), seed: Seed, iter: 500);

    [Fact]
    public void A_layer_over_itself_changes_nothing() => Document.Sample(a => JsonNode.DeepEquals(Sorted(a), Sorted(Compose(a, a))), seed: Seed, iter: 500);

    private static Gen<JsonObject> Objects(Gen<JsonNode?> values) => Gen.Dictionary(Key(0, 4), values)[0, 4].Select(d => new JsonObject(d.Select(m => Member(m.Key, m.Value))));

    private static Gen<string> Key(int first, int last) => Gen.Int[first, last].Select(i => "abc01"[i].ToString());

    private static KeyValuePair<string, JsonNode?> Member(string key, JsonNode? value) => new(key, Clone(value));

    /// <summary>What layering means.</summary>
    private static JsonObject Merge(JsonObject low, JsonObject high)
    {
        JsonObject merged = (JsonObject)Clone(low)!;
        foreach ((string key, JsonNode? value) in high)
            merged[key] = merged[key] is JsonObject below && value is JsonObject above ? Merge(below, above) : Clone(value);
        return merged;
    }

    private static JsonObject Compose(params JsonObject[] layers)
    {
        List<ConfigurationProblem> problems = [];
        ConfigLayer[] read = [.. layers.Select((layer, i) => new ConfigLayer(StrictJson.Read(Encoding.UTF8.GetBytes(layer.ToJsonString()), new ConfigSource($"{i}", "/"), problems)!))];
        Assert.Empty(problems);
        return (JsonObject)ToJson(new Layering(read, Doubles.Catalogue()).Compose())!;
    }

    private static JsonNode? ToJson(ConfigNode node) => node.Kind switch
    {
        NodeKind.Object => new JsonObject(node.Members.Select(m => new KeyValuePair<string, JsonNode?>(m.Key, ToJson(m.Value)))),
        NodeKind.Array => new JsonArray([.. node.Members.Select(m => ToJson(m.Value))]),
        NodeKind.Null => null,
        NodeKind.Text => JsonValue.Create(node.Text),
        _ => JsonNode.Parse(node.Text),
    };

    private static JsonNode? Sorted(JsonNode? node) => Rearranged(node, members => members.OrderBy(m => m.Key, StringComparer.Ordinal));

    private static JsonObject Reversed(JsonObject node) => (JsonObject)Rearranged(node, members => members.Reverse())!;

    private static JsonNode? Rearranged(JsonNode? node, Func<IEnumerable<KeyValuePair<string, JsonNode?>>, IEnumerable<KeyValuePair<string, JsonNode?>>> order) => node switch
    {
        JsonObject o => new JsonObject(order(o).Select(m => new KeyValuePair<string, JsonNode?>(m.Key, Rearranged(m.Value, order)))),
        JsonArray a => new JsonArray([.. a.Select(e => Rearranged(e, order))]),
        _ => Clone(node),
    };

    private static JsonNode? Clone(JsonNode? node) => node?.DeepClone();
}
