using System.Text.Json.Nodes;
using DiffOG.Host.Configuration;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Configuration;

/// <summary>The schema and the loader must agree, or editors would mark what runs and pass what does not.</summary>
public sealed class SchemaTests
{
    private const string Policy = """{ "name": "tiny", "task": { "id": "sim" }, "policy": OPTIONS, "refiners": [ { "id": "none" } ] }""";

    private static readonly JsonObject Schema = new ExperimentSchema(Doubles.Catalogue()).Write();

    [Theory]
    [InlineData("""{ "id": "plain" }""", true)]
    [InlineData("""{ "id": "plain", "options": {} }""", true)]
    [InlineData("""{ "id": "plain", "options": { "count": 1 } }""", false)]
    [InlineData("""{ "id": "unknown" }""", false)]
    [InlineData("""{ "id": "none" }""", false)]
    [InlineData("""{ "options": {} }""", false)]
    [InlineData("""{ "id": "many", "options": { "count": 100, "weight": 1e-9, "flavour": "lemon", "sizes": [1], "limits": { "x": 1 }, "inner": { "depth": 3 }, "maybe": null, "big": null } }""", true)]
    [InlineData("""{ "id": "many", "options": { "count": 0 } }""", false)]
    [InlineData("""{ "id": "many", "options": { "count": 101 } }""", false)]
    [InlineData("""{ "id": "many", "options": { "count": 1.5 } }""", false)]
    [InlineData("""{ "id": "many", "options": { "count": 2.0 } }""", true)]
    [InlineData("""{ "id": "many", "options": { "weight": 0 } }""", false)]
    [InlineData("""{ "id": "many", "options": { "flavour": "Lemon" } }""", false)]
    [InlineData("""{ "id": "many", "options": { "sizes": [] } }""", false)]
    [InlineData("""{ "id": "many", "options": { "sizes": ["1"] } }""", false)]
    [InlineData("""{ "id": "many", "options": { "text": "ABC" } }""", false)]
    [InlineData("""{ "id": "many", "options": { "text": "abcdef" } }""", false)]
    [InlineData("""{ "id": "many", "options": { "limits": { "x": true } } }""", false)]
    [InlineData("""{ "id": "many", "options": { "inner": { "depth": 11 } } }""", false)]
    [InlineData("""{ "id": "many", "options": { "count": null } }""", false)]
    [InlineData("""{ "id": "many", "option": {} }""", false)]
    public void Schema_and_loader_agree_on_a_plugin(string policy, bool accepted) => Agree(Policy.Replace("OPTIONS", policy, StringComparison.Ordinal), accepted);

    [Theory]
    [InlineData("""{ "name": "x" }""", false)]
    [InlineData("""{ "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [] }""", false)]
    [InlineData("""{ "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "label": "a" } ] }""", false)]
    [InlineData("""{ "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "id": "clip" } ], "dataset": {} }""", false)]
    [InlineData("""{ "name": "X", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "id": "clip" } ] }""", false)]
    [InlineData("""{ "$schema": "s", "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "id": "clip", "label": "c" } ], "dataset": null, "layer": { "solver": { "options": {} }, "objective": "tracking" } }""", true)]
    [InlineData("""{ "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "id": "clip" } ], "layer": { "solver": { "options": { "x": 1 } } } }""", false)]
    [InlineData("""{ "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "id": "clip" } ], "dataset": { "id": "recorded", "options": { "path": "p" } }, "train": { "steps": 5 } }""", true)]
    public void Schema_and_loader_agree_on_an_experiment(string experiment, bool accepted) => Agree(experiment, accepted);

    [Fact]
    public void A_file_that_extends_another_may_leave_out_what_that_one_brings() =>
        Assert.True(new MiniSchema(Schema).Accepts(JsonNode.Parse("""{ "extends": ["base.json"], "seed": 3 }""")));

    [Fact]
    public void Every_composed_experiment_satisfies_the_schema()
    {
        using Scratch folder = new();
        string file = folder.Write("e.json", Policy.Replace("OPTIONS", """{ "id": "many" }""", StringComparison.Ordinal));
        Assert.True(new MiniSchema(Schema).Accepts(new ExperimentLoader(Doubles.Catalogue()).Load(file, [], new Dictionary<string, string>()).Json));
    }

    [Fact]
    public void Descriptions_defaults_and_bounds_are_in_it()
    {
        JsonNode count = Schema["$defs"]!["policy.many"]!["properties"]!["count"]!;
        Assert.Equal(("A count.", 1.0, 100.0, 5), ((string?)count["description"], (double)count["minimum"]!, (double)count["maximum"]!, (int)count["default"]!));
    }

    private static void Agree(string experiment, bool accepted)
    {
        using Scratch folder = new();
        string file = folder.Write("e.json", experiment);
        bool loads = Record.Exception(() => new ExperimentLoader(Doubles.Catalogue()).Load(file, [], new Dictionary<string, string>())) is null;
        Assert.Equal((accepted, accepted), (loads, new MiniSchema(Schema).Accepts(JsonNode.Parse(experiment))));
    }
}
