using DiffOG.Host.Configuration;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Configuration;

public sealed class LayeringTests : IDisposable
{
    private const string Base = """
        { "name": "base", "task": { "id": "sim" }, "policy": { "id": "many", "options": { "count": 7, "sizes": [1, 2, 3], "limits": { "a": 1 }, "file": "b.bin" } },
          "refiners": [ { "id": "none" }, { "id": "clip", "options": { "count": 8 } } ] }
        """;

    private readonly Scratch _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_wins_over_what_it_extends_environment_over_file_and_set_over_all()
    {
        Assert.Equal(1, Load("""{ "extends": ["base.json"], "seed": 1 }""").Options.Seed);
        Assert.Equal(2, Load("""{ "extends": "base.json", "seed": 1 }""", [], ("DIFFOG_SEED", "2")).Options.Seed);
        Assert.Equal(4, Load("""{ "extends": ["base.json"], "seed": 1 }""", ["seed=3", "seed=4"], ("DIFFOG_SEED", "2")).Options.Seed);
    }

    [Fact]
    public void Of_several_files_the_later_wins_and_objects_merge()
    {
        _folder.Write("more/second.json", """{ "seed": 5, "policy": { "options": { "count": 9, "limits": { "b": 2 } } } }""");
        ComposedExperiment composed = Load("""{ "extends": ["base.json", "more/second.json"] }""");
        ManyOptions options = (ManyOptions)composed.Options.Policy.Options!;
        Assert.Equal((5, 9, 3), ((int)composed.Options.Seed, options.Count, options.Sizes.Count));
        Assert.Equal(["a", "b"], options.Limits.Keys);
        Assert.Equal(["base.json", "more/second.json", "e.json"], composed.Sources.Select(s => Path.GetRelativePath(_folder.Root, s)));
    }

    [Fact]
    public void A_list_replaces_a_list_as_a_whole()
    {
        ComposedExperiment composed = Load("""{ "extends": ["base.json"], "policy": { "options": { "sizes": [9] } }, "refiners": [ { "id": "clip" } ] }""");
        Assert.Equal([9], ((ManyOptions)composed.Options.Policy.Options!).Sizes);
        Assert.Equal("clip", Assert.Single(composed.Options.Refiners).Id);
        Assert.Equal(5, ((ManyOptions)composed.Options.Refiners[0].Options!).Count);
    }

    [Fact]
    public void An_assignment_reaches_into_a_list()
    {
        ComposedExperiment composed = Load("""{ "extends": ["base.json"] }""", ["refiners[1].options.count=77", "refiners.0.label=nothing", "policy.options.sizes[2]=30"], ("DIFFOG_REFINERS__1__LABEL", "clipped"));
        Assert.Equal(["nothing", "clipped"], composed.Options.Refiners.Select(r => r.Name));
        Assert.Equal(77, ((ManyOptions)composed.Options.Refiners[1].Options!).Count);
        Assert.Equal([1, 2, 30], ((ManyOptions)composed.Options.Policy.Options!).Sizes);
    }

    [Fact]
    public void An_assignment_beyond_a_list_is_an_error() => Assert.Equal(
        "--set policy.options.sizes[5]=1: DOG1206 policy.options.sizes[5]: found '1'; allowed: index 0 to 3, as the list has 3 elements.",
        Assert.Single(Problems("""{ "extends": ["base.json"] }""", ["policy.options.sizes[5]=1"])).ToString());

    [Fact]
    public void Assignments_take_json_or_bare_text()
    {
        ManyOptions options = (ManyOptions)Load(
            """{ "extends": ["base.json"] }""",
            ["policy.options.sizes=[4, 5]", "policy.options.limits={\"c\": 3}", "policy.options.text=true", "policy.options.maybe=\"5\"", "policy.options.flag=true", "policy.options.flavour=plainVanilla", "policy.options.big=null"]).Options.Policy.Options!;
        Assert.Equal([4, 5], options.Sizes);
        Assert.Equal(["a", "c"], options.Limits.Keys);
        Assert.Equal(("true", "5", true, Flavour.PlainVanilla, null), (options.Text, options.Maybe, options.Flag, options.Flavour, options.Big));
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("=3")]
    [InlineData("a..b=3")]
    public void An_assignment_that_is_none(string set) => Assert.Equal(
        $"--set {set}: DOG1211 this is no assignment; allowed: path=value, for example train.steps=500 or refiners[0].label=ours.",
        Assert.Single(Problems("""{ "extends": ["base.json"] }""", [set])).ToString());

    [Fact]
    public void Null_takes_away_what_lies_below()
    {
        _folder.Write("data.json", """{ "extends": ["base.json"], "dataset": { "id": "recorded", "options": { "path": "d" } } }""");
        Assert.NotNull(Load("""{ "extends": ["data.json"] }""").Options.Dataset);
        Assert.Null(Load("""{ "extends": ["data.json"], "dataset": null }""").Options.Dataset);
        Assert.Null(Load("""{ "extends": ["data.json"] }""", ["dataset=null"]).Options.Dataset);
    }

    [Fact]
    public void Another_plugin_starts_from_its_own_defaults()
    {
        Assert.Equal("plain", Load("""{ "extends": ["base.json"], "policy": { "id": "plain" } }""").Options.Policy.Id);
        Assert.Equal("none", Load("""{ "extends": ["base.json"] }""", ["refiners[1].id=none", "refiners[1].label=b"]).Options.Refiners[1].Id);
        // Naming the same plugin again changes nothing.
        Assert.Equal(7, ((ManyOptions)Load("""{ "extends": ["base.json"], "policy": { "id": "many" } }""").Options.Policy.Options!).Count);
    }

    [Fact]
    public void Relative_paths_start_where_they_are_written()
    {
        _folder.Write("sub/low.json", Base);
        string Path(string text, params string[] sets) => ((ManyOptions)Load(text, sets).Options.Policy.Options!).File!;
        Assert.Equal($"{_folder.Root}/sub/b.bin", Path("""{ "extends": ["sub/low.json"] }"""));
        Assert.Equal($"{_folder.Root}/c.bin", Path("""{ "extends": ["sub/low.json"], "policy": { "options": { "file": "c.bin" } } }"""));
        Assert.Equal("/started/here/d.bin", Path("""{ "extends": ["sub/low.json"] }""", "policy.options.file=d.bin"));
        Assert.Equal("/else/d.bin", Path("""{ "extends": ["sub/low.json"] }""", "policy.options.file=/else/d.bin"));
    }

    [Fact]
    public void Files_that_extend_each_other_are_an_error()
    {
        _folder.Write("a.json", """{ "extends": ["b.json"] }""");
        _folder.Write("b.json", """{ "extends": ["a.json"] }""");
        ConfigurationProblem problem = Assert.Single(Problems("""{ "extends": ["a.json"] }"""));
        Assert.Equal($"{_folder.Root}/b.json:1:15: DOG1204 extends: the files extend each other in a circle: {_folder.Root}/a.json -> {_folder.Root}/b.json -> {_folder.Root}/a.json.", problem.ToString());
    }

    [Fact]
    public void A_file_that_is_not_there_names_the_nearest() => Assert.Equal(
        $"{_folder.Root}/e.json:1:15: DOG1201 extends: there is no file {_folder.Root}/bsae.json. Did you mean 'base.json'?",
        Assert.Single(Problems("""{ "extends": ["bsae.json"] }""")).ToString());

    [Fact]
    public void Settings_of_the_program_are_no_configuration() =>
        Assert.Equal("base", Load("""{ "extends": ["base.json"] }""", [], ("DIFFOG_HOME", "/x"), ("DIFFOG_MUJOCO", "y"), ("OTHER__SEED", "3")).Options.Name);

    [Fact]
    public void A_variable_with_a_wrong_path_is_an_error() => Assert.Equal(
        "DIFFOG_TRIAN__STEPS: DOG1205 TRIAN: there is no such key",
        Assert.Single(Problems("""{ "extends": ["base.json"] }""", [], ("DIFFOG_TRIAN__STEPS", "3"))).ToString().Split(';')[0]);

    private IReadOnlyList<ConfigurationProblem> Problems(string text, IReadOnlyList<string>? sets = null, params (string, string)[] environment) =>
        Assert.Throws<ConfigurationException>(() => Load(text, sets, environment)).Problems;

    private ComposedExperiment Load(string text, IReadOnlyList<string>? sets = null, params (string Key, string Value)[] environment)
    {
        _folder.Write("base.json", Base);
        string file = _folder.Write("e.json", text);
        return new ExperimentLoader(Doubles.Catalogue(), "/started/here").Load(file, sets ?? [], environment.ToDictionary(e => e.Key, e => e.Value));
    }
}
