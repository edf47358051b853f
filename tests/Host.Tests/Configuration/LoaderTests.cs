using System.Text.Json.Nodes;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Configuration;

public sealed class LoaderTests : IDisposable
{
    private const string Minimal = """{ "name": "tiny", "task": { "id": "sim" }, "policy": { "id": "many" }, "refiners": [ { "id": "none" } ] }""";

    private readonly Scratch _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_are_filled_in_down_to_the_plugins_options()
    {
        ComposedExperiment composed = Load(Minimal);
        Assert.Equal(42, composed.Options.Seed);
        Assert.Equal("auto", composed.Options.Layer.Solver.Id);
        Assert.Equal([64, 128], Assert.IsType<ManyOptions>(composed.Options.Policy.Options).Sizes);
        Assert.Equal(9, ((ManyOptions)composed.Options.Layer.Constraints.Options!).Inner.Depth);
        Assert.Null(composed.Options.Dataset);
        Assert.Equal(_folder.Root, composed.BaseFolder);
    }

    [Fact]
    public void Every_type_of_option_is_bound()
    {
        ManyOptions options = Policy("""
            { "count": 1e1, "weight": 2, "small": 0.5, "big": 9007199254740993, "flag": true, "text": "xyz", "maybe": null, "flavour": "plainVanilla",
              "sizes": [1, 2.0], "numbers": [1.5, -2], "limits": { "a": 1, "b": 2.5 }, "inner": { "name": "n" }, "inners": [ { "depth": 2 }, {} ] }
            """);
        Assert.Equal((10, 2.0, 0.5f, 9007199254740993, true, "xyz", Flavour.PlainVanilla), (options.Count, options.Weight, options.Small, options.Big, options.Flag, options.Text, options.Flavour));
        Assert.Equal([1, 2], options.Sizes);
        Assert.Equal([1.5, -2], options.Numbers);
        Assert.Equal(2.5, options.Limits["b"]);
        Assert.Equal((9, "n"), (options.Inner.Depth, options.Inner.Name)); // the outer class's defaults stay
        Assert.Equal([2, 1], options.Inners.Select(i => i.Depth));
    }

    [Theory]
    [InlineData("count", "1.5", "DOG1206", "found 1.5; allowed: a whole number from 1 to 100")]
    [InlineData("count", "\"5\"", "DOG1206", "found \"5\"; allowed: a whole number from 1 to 100")]
    [InlineData("count", "101", "DOG1207", "found 101; allowed: from 1 to 100")]
    [InlineData("count", "99999999999", "DOG1206", "found 99999999999; allowed: a whole number from 1 to 100")]
    [InlineData("count", "null", "DOG1206", "found null; allowed: a whole number from 1 to 100")]
    [InlineData("weight", "0", "DOG1207", "found 0; allowed: above 0 to 1000000")]
    [InlineData("weight", "1e999", "DOG1206", "found 1e999; allowed: a number above 0 to 1000000")]
    [InlineData("weight", "\"NaN\"", "DOG1206", "found \"NaN\"; allowed: a number above 0 to 1000000")]
    [InlineData("small", "1e39", "DOG1206", "found 1e39; allowed: a number")]
    [InlineData("flag", "1", "DOG1206", "found 1; allowed: true or false")]
    [InlineData("text", "\"ABC\"", "DOG1207", "found \"ABC\"; allowed: lower-case letters")]
    [InlineData("text", "\"abcdef\"", "DOG1207", "found \"abcdef\"; allowed: at most 5 characters")]
    [InlineData("text", "[]", "DOG1206", "found a list; allowed: text in quotes, lower-case letters, at most 5 characters")]
    [InlineData("flavour", "\"lemmon\"", "DOG1207", "found \"lemmon\"; allowed: \"plainVanilla\", \"lemon\". Did you mean 'lemon'?")]
    [InlineData("flavour", "\"Lemon\"", "DOG1207", "found \"Lemon\"; allowed: \"plainVanilla\", \"lemon\". Did you mean 'lemon'?")]
    [InlineData("flavour", "1", "DOG1206", "found 1; allowed: \"plainVanilla\", \"lemon\"")]
    [InlineData("sizes", "[]", "DOG1207", "found 0 elements; allowed: at least 1 element")]
    [InlineData("sizes", "7", "DOG1206", "found 7; allowed: a list; each element: a whole number, at least 1 element")]
    [InlineData("inner", "[]", "DOG1206", "found a list; allowed: an object")]
    [InlineData("limits", "3", "DOG1206", "found 3; allowed: an object; each value: a number")]
    public void A_value_that_does_not_fit(string key, string value, string id, string message)
    {
        ConfigurationProblem problem = Assert.Single(Problems(With("options", $$"""{ "{{key}}": {{value}} }""")));
        Assert.StartsWith($"{File}:1:", problem.Place, StringComparison.Ordinal);
        Assert.Equal($"{problem.Place}: {id} policy.options.{key}: {message}{(message.EndsWith('?') ? "" : ".")}", problem.ToString());
    }

    [Fact]
    public void All_errors_come_at_once_with_place_path_and_nearest_name()
    {
        _folder.Write("base.json", """
            {
              // what all share
              "seed": 1.5,
              "train": { "stpes": 10, "batchSize": 0 },
              "policy": { "id": "many", "options": { "count": 1, "sizes": [1, "x", 3] } },
            }
            """);
        Exception error = Assert.Throws<ConfigurationException>(() => Load("""
            {
              "extends": ["base.json"],
              "name": "Bad Name",
              "task": { "id": "simm" },
              "dataset": { "id": "recorded" },
              "refiners": [ { "id": "clip", "options": { "inners": [ { "depth": 11 } ] } }, { "label": 3 } ]
            }
            """, ["evaluate.episods=3"], ("DIFFOG_TRAIN__EMAMAX", "2")));
        string b = Path.Combine(_folder.Root, "base.json");
        Assert.Equal($"""
            DOG1200: The configuration has 12 errors.
              {b}:3:11: DOG1206 seed: found 1.5; allowed: a whole number.
              {File}:4:19: DOG1209 task.id: there is no simulator 'simm'; there are sim. Did you mean 'sim'?
              {File}:5:14: DOG1208 dataset.options.path: the required key is missing; allowed: text in quotes.
              {b}:5:67: DOG1206 policy.options.sizes[1]: found "x"; allowed: a whole number.
              {b}:4:14: DOG1205 train.stpes: there is no such key; allowed: steps, weights, batchSize, accumulate, learningRate, warmupSteps, schedule, beta1, beta2, epsilon, weightDecay, clipNorm, validateEvery, validationWindows, checkpointEvery, device, prefetch, memoryMegabytes, validationRatio, emaPower, emaInverseGamma, emaMin, emaMax, emaAfterStep, rollouts. Did you mean 'steps'?
              {b}:4:40: DOG1207 train.batchSize: found 0; allowed: from 1 to 65536.
              DIFFOG_TRAIN__EMAMAX: DOG1207 train.emaMax: found 2; allowed: from 0 to 1.
              {File}:6:69: DOG1207 refiners[0].options.inners[0].depth: found 11; allowed: from 0 to 10.
              {File}:6:81: DOG1208 refiners[1].id: the required key is missing; allowed: text in quotes.
              {File}:6:92: DOG1206 refiners[1].label: found 3; allowed: text in quotes, or null.
              --set evaluate.episods=3: DOG1205 evaluate.episods: there is no such key; allowed: episodes, firstSeed, videos, untilHorizon. Did you mean 'episodes'?
              {File}:3:11: DOG1207 name: found "Bad Name"; allowed: must be lower-case letters, digits and hyphens.
            Put them right and run the command again; docs/configuration.md says how files are read.
            """, error.Message);
    }

    [Fact]
    public void Rules_across_keys_are_checked_once_the_keys_are_sound() => Assert.Equal(
        $"{File}:1:92: DOG1210 policy.options.count: 2 is less than the 3 sizes.",
        Assert.Single(Problems(With("options", """{ "count": 2, "sizes": [1, 2, 3] }"""))).ToString());

    [Fact]
    public void Rules_across_the_experiment_are_checked()
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems("""
            { "name": "x", "task": { "id": "sim" }, "policy": { "id": "plain" }, "refiners": [ { "id": "none" }, { "id": "clip", "label": "none" } ], "evaluate": { "episodes": 3, "videos": 4 } }
            """);
        Assert.Equal(["2 refiners are called 'none'; give each a label of its own", "evaluate.videos is 4, but there are only 3 episodes"], problems.Select(p => p.Found));
    }

    [Fact]
    public void An_empty_file_misses_what_is_required() => Assert.Equal(
        ["name: the required key is missing", "task: the required key is missing", "policy: the required key is missing", "refiners: found 0 elements"],
        Problems("{}").Select(p => $"{p.Path}: {p.Found}"));

    [Theory]
    [InlineData("", "1:1", "this is not JSON: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true")]
    [InlineData("{\n  \"name\": \"ü\", oops }", "2:16", "this is not JSON: 'o' is an invalid start of a property name. Expected a '\"'")]
    [InlineData("{ \"name\": ", "1:11", "this is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed")]
    [InlineData("{ \"name\": \"a\",\n \"Name\": \"b\" }", "2:2", "the key stands here a second time; the first is in line 1")]
    [InlineData("[1]", "1:1", "the file holds a list")]
    public void A_file_that_is_no_object(string text, string place, string found)
    {
        ConfigurationProblem problem = Assert.Single(Problems(text));
        Assert.Equal(($"{File}:{place}", found), (problem.Place, problem.Found));
    }

    [Fact]
    public void Comments_trailing_commas_a_byte_order_mark_and_a_schema_are_allowed() =>
        Assert.Equal("tiny", Load("\uFEFF/* x */" + Minimal.Replace("{ \"name\"", "{ \"$schema\": \"s.json\", \"name\"", StringComparison.Ordinal).Replace("] }", "], } // end", StringComparison.Ordinal)).Options.Name);

    [Fact]
    public void The_composed_json_loads_to_itself()
    {
        ComposedExperiment first = Load(With("options", """{ "maybe": "x", "limits": { "b": 1, "a": 2 }, "inners": [ {} ], "file": "data/x.bin", "weight": 0.1 }"""), ["layer.objective=tracking"]);
        ComposedExperiment second = Load(first.Json.ToJsonString());
        Assert.Equal(first.Json.ToJsonString(), second.Json.ToJsonString());
        Assert.Equal("tracking", (string?)first.Json["layer"]!["objective"]);
        Assert.True(JsonNode.DeepEquals(first.Json["policy"]!["options"]!["sizes"], new JsonArray(64, 128)));
    }

    [Fact]
    public void Options_that_the_program_chooses_itself_are_as_strict()
    {
        ExperimentLoader loader = new(Doubles.Catalogue(), _folder.Root);
        Assert.Equal(7, Assert.IsType<ManyOptions>(loader.Choose(DiffOG.Composition.PluginKind.Policy, "many", """{ "count": 7 }""").Options).Count);
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => loader.Choose(DiffOG.Composition.PluginKind.Policy, "many", """{ "cuont": 7 }"""));
        Assert.StartsWith("options of policy 'many':1:3: DOG1205 cuont: there is no such key", error.Problems[0].ToString(), StringComparison.Ordinal);
    }

    private string File => Path.Combine(_folder.Root, "e.json");

    private static string With(string key, string value) => Minimal.Replace("\"id\": \"many\"", $"\"id\": \"many\", \"{key}\": {value}", StringComparison.Ordinal);

    private ManyOptions Policy(string options) => (ManyOptions)Load(With("options", options)).Options.Policy.Options!;

    private IReadOnlyList<ConfigurationProblem> Problems(string text) => Assert.Throws<ConfigurationException>(() => Load(text)).Problems;

    private ComposedExperiment Load(string text, IReadOnlyList<string>? sets = null, params (string Key, string Value)[] environment)
    {
        _folder.Write("e.json", text);
        // Started elsewhere, so that messages carry whole paths.
        return new ExperimentLoader(Doubles.Catalogue(), "/elsewhere").Load(File, sets ?? [], environment.ToDictionary(e => e.Key, e => e.Value));
    }
}
