using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Host.Configuration;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Configuration;

/// <summary>Plugins whose options choose other plugins.</summary>
public sealed class NestedChoiceTests : IDisposable
{
    private const string Two = """{ "sets": [ { "id": "difference", "options": { "count": 7 } }, { "id": "several", "options": { "sets": [ { "id": "filed", "options": { "path": "deep.bin" } } ] } } ] }""";

    private readonly Scratch _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Options_of_chosen_plugins_are_bound_at_any_depth_with_paths_from_their_file()
    {
        ChoosingOptions options = Choosing(Load(Two));

        Assert.Equal(["difference", "several"], options.Sets!.Select(s => s.Id));
        Assert.Equal(7, Assert.IsType<ManyOptions>(options.Sets![0].Options).Count);
        ChoosingOptions inner = Assert.IsType<ChoosingOptions>(options.Sets[1].Options);
        Assert.Equal(Path.Combine(_folder.Root, "deep.bin"), Assert.IsType<NeedyOptions>(inner.Sets![0].Options).Path);
        Assert.IsType<NoOptions>(options.Helper.Options);
    }

    [Fact]
    public void All_errors_of_chosen_plugins_are_named_with_place_and_path()
    {
        string[] problems = Problems("""
            {
              "sets": [
                { "id": "diference" },
                { "id": "difference", "options": { "cuont": 3, "count": 0 } },
                { "id": "several", "options": { "sets": [ { "id": "filed" }, { "id": "none" } ] } },
                { "options": {} }
              ],
              "helper": { "id": "interior-point", "options": { "x": 1 } },
              "named": { "a": { "id": "many", "options": { "count": 1 } } }
            }
            """);

        Assert.Equal(
            [
                "e.json:3:13: DOG1209 layer.constraints.options.sets[0].id: there is no constraint set 'diference'; there are difference, filed, several. Did you mean 'difference'?",
                "e.json:4:40: DOG1205 layer.constraints.options.sets[1].options.cuont: there is no such key; allowed: count, weight, small, big, flag, text, maybe, file, flavour, sizes, numbers, limits, inner, inners. Did you mean 'count'?",
                "e.json:4:61: DOG1207 layer.constraints.options.sets[1].options.count: found 0; allowed: from 1 to 100.",
                "e.json:5:47: DOG1208 layer.constraints.options.sets[2].options.sets[0].options.path: the required key is missing; allowed: text in quotes.",
                "e.json:5:74: DOG1209 layer.constraints.options.sets[2].options.sets[1].id: there is no constraint set 'none'; there are difference, filed, several.",
                "e.json:6:5: DOG1208 layer.constraints.options.sets[3].id: the required key is missing; allowed: text in quotes.",
                "e.json:8:52: DOG1205 layer.constraints.options.helper.options.x: there is no such key; allowed: no key at all.",
                "e.json:9:57: DOG1210 layer.constraints.options.named.a.options.count: 1 is less than the 2 sizes.",
            ],
            problems);
    }

    [Fact]
    public void A_list_of_choices_that_is_missing_or_empty_is_an_error()
    {
        Assert.Contains("layer.constraints.options.sets: the required key is missing; allowed: a list; each element: an object with \"id\" and \"options\", at least 1 element, or null.", Assert.Single(Problems("{}")), StringComparison.Ordinal);
        Assert.Contains("layer.constraints.options.sets: found 0 elements; allowed: at least 1 element.", Assert.Single(Problems("""{ "sets": [] }""")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assignment_reaches_into_the_options_of_a_chosen_plugin() => Assert.Equal(
        9, ((ManyOptions)Choosing(Load(Two, ["layer.constraints.options.sets[0].options.count=9"])).Sets![0].Options!).Count);

    [Fact]
    public void Options_that_were_written_for_another_chosen_plugin_do_not_count()
    {
        ChoosingOptions options = Choosing(Load(Two, ["layer.constraints.options.sets[1].id=filed", "layer.constraints.options.sets[1].options.path=a.bin"]));

        Assert.Equal(Path.Combine(_folder.Root, "a.bin"), Assert.IsType<NeedyOptions>(options.Sets![1].Options).Path);
    }

    [Fact]
    public void Where_the_outer_plugin_is_another_nothing_that_was_written_inside_counts() => Assert.Equal(
        5, Assert.IsType<ManyOptions>(Load(Two, ["layer.constraints.id=difference"]).Options.Layer.Constraints.Options).Count);

    [Fact]
    public void The_composed_json_holds_the_chosen_plugins_options_and_loads_to_itself()
    {
        JsonObject first = Load(Two).Json;

        Assert.Equal(7, (int)first["layer"]!["constraints"]!["options"]!["sets"]![0]!["options"]!["count"]!);
        string again = _folder.Write("again.json", first.ToJsonString());
        Assert.Equal(first.ToJsonString(), new ExperimentLoader(Doubles.Catalogue()).Load(again, [], new Dictionary<string, string>()).Json.ToJsonString());
    }

    [Theory]
    [InlineData(Two, true)]
    [InlineData("""{ "sets": [ { "id": "difference", "options": { "cuont": 7 } } ] }""", false)]
    [InlineData("""{ "sets": [ { "id": "none" } ] }""", false)]
    [InlineData("""{ "sets": [ { "options": {} } ] }""", false)]
    [InlineData("""{ "sets": [] }""", false)]
    [InlineData("""{ "sets": [ { "id": "several", "options": { "sets": [ { "id": "several", "options": { "sets": [ { "id": "difference", "options": { "count": 101 } } ] } } ] } } ] }""", false)]
    public void Schema_and_loader_agree(string options, bool accepted)
    {
        MiniSchema schema = new(new ExperimentSchema(Doubles.Catalogue()).Write());
        Assert.Equal(accepted, schema.Accepts(JsonNode.Parse(Text(options))));
        Assert.Equal(accepted, Record.Exception(() => Load(options)) is null);
    }

    [Fact]
    public void All_chosen_plugins_are_found_in_bound_options() => Assert.Equal(
        [(PluginKind.ConstraintSet, "several"), (PluginKind.ConstraintSet, "difference"), (PluginKind.QpSolver, "interior-point"), (PluginKind.QpSolver, "interior-point"), (PluginKind.Policy, "plain")],
        NestedChoices.In(Choosing(Load("""{ "sets": [ { "id": "several", "options": { "sets": [ { "id": "difference" } ] } } ], "named": { "a": { "id": "plain" } } }"""))).Select(c => (c.Kind, c.Choice.Id)));

    private static string Text(string options) =>
        $$"""{ "name": "tiny", "task": { "id": "sim" }, "policy": { "id": "many" }, "refiners": [ { "id": "none" } ], "layer": { "constraints": { "id": "several", "options": {{options}} } } }""";

    private static ChoosingOptions Choosing(ComposedExperiment composed) => (ChoosingOptions)composed.Options.Layer.Constraints.Options!;

    private ComposedExperiment Load(string options, IReadOnlyList<string>? sets = null) =>
        new ExperimentLoader(Doubles.Catalogue(), _folder.Root).Load(_folder.Write("e.json", Text(options)), sets ?? [], new Dictionary<string, string>());

    private string[] Problems(string options) => [.. Assert.Throws<ConfigurationException>(() => Load(options)).Problems.Select(p => p.ToString())];
}
