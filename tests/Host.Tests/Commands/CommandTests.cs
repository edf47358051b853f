using System.Text.Json.Nodes;
using DiffOG.Diagnostics;
using DiffOG.Host.Commands;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    private const string Good = PluginCompiler.Usings + PluginCompiler.FreeSet + """
        [Plugin("good", "Works.")]
        public sealed class GoodPlugin : Plugin<IConstraintSet, NoOptions> { public override IConstraintSet Create(NoOptions o, PluginContext c) => new Free(); }
        """;

    private readonly Scratch _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_and_version_look_for_no_plugins()
    {
        // The folder does not exist, which any look at it would report.
        (int code, string output, string error) = await Run("--help", "--plugins", "/nowhere");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("doctor", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("--version")).Code);
        Assert.Equal(0, (await Run("plugins", "--help", "--plugins", "/nowhere")).Code);
    }

    [Theory]
    [InlineData("plguins")]
    [InlineData("plugins", "list", "--jsno")]
    [InlineData("plugins", "list", "--plugins")]
    [InlineData("config", "check")]
    public async Task A_wrong_command_line_ends_in_2_and_says_so(params string[] args)
    {
        (int code, _, string error) = await Run(args);
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task A_typing_error_in_a_command_names_the_nearest() =>
        Assert.Contains("plugins", (await Run("plguins")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Plugins_are_listed_plainly_when_redirected()
    {
        (int code, string output, string error) = await Run("plugins", "list", "--plugins", Plugins());
        Assert.Equal(0, code);
        Assert.Contains("constraint set\tgood\t1.2.3.0\tWorks.\n", output, StringComparison.Ordinal);
        Assert.Contains($"refused\tDOG1101\t{_folder["plugins/Empty"]}\tThe folder has no plugin.json.\n", output, StringComparison.Ordinal);
        Assert.Contains($"diffog: warning: DOG1101: {_folder["plugins/Empty"]}: The folder has no plugin.json.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugins_are_listed_as_json()
    {
        JsonNode json = JsonNode.Parse((await Run("plugins", "list", "--json", "--plugins", Plugins())).Output)!;
        JsonNode good = Assert.Single(json["plugins"]!.AsArray(), p => (string?)p!["id"] == "good")!;
        Assert.Equal(("constraintSet", "DiffOG.Constraints.IConstraintSet", _folder["plugins/Good"]), ((string?)good["kind"], (string?)good["contract"], (string?)good["folder"]));
        Assert.Equal("DOG1101", (string?)Assert.Single(json["problems"]!.AsArray(), p => (string?)p!["folder"] == _folder["plugins/Empty"])!["id"]);
    }

    [Fact]
    public async Task Why_says_where_a_plugin_is_from_or_why_it_is_refused()
    {
        Assert.Contains($"folder     {_folder["plugins/Good"]}", (await Run("plugins", "why", "good", "--plugins", Plugins())).Output, StringComparison.Ordinal);
        Assert.Contains("The folder has no plugin.json.", (await Run("plugins", "why", "empty", "--plugins", Plugins())).Output, StringComparison.Ordinal);
        (int code, _, string error) = await Run("plugins", "why", "goood", "--plugins", Plugins());
        Assert.Equal(2, code);
        Assert.Contains("diffog: DOG1110: There is no plugin 'goood', and none was refused. Did you mean 'good'?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_command_has_an_id_and_names_the_nearest()
    {
        (int code, string output, string error) = await Run("rnu", "quickstart.json");
        Assert.Equal(2, code);
        Assert.StartsWith("diffog: DOG1010: The command line 'diffog rnu quickstart.json' is not understood. What is wrong with it stands below, with the nearest commands and the usage.", error, StringComparison.Ordinal);
        Assert.Contains("run", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_come_from_the_environment_too() =>
        Assert.Contains("\tgood\t", (await Run(["plugins", "list"], ("DIFFOG_PLUGINS", Plugins()))).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_experiment_ends_in_2_with_all_its_errors()
    {
        _folder.Write("e.json", """{ "naem": "x" }""");
        (int code, string output, string error) = await Run("config", "check", "e.json");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("diffog: DOG1200: The configuration has ", error, StringComparison.Ordinal);
        Assert.Contains("  e.json:1:3: DOG1205 naem: there is no such key;", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_can_be_written_to_a_file()
    {
        Assert.Equal(0, (await Run("config", "schema", "--output", "schema.json")).Code);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)JsonNode.Parse(File.ReadAllText(_folder["schema.json"]))!["$schema"]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_has_an_id_too()
    {
        (int code, _, string error) = await Run("config", "schema", "--output", "nowhere/schema.json");
        Assert.Equal(3, code);
        Assert.StartsWith("diffog: DOG1090: ", error, StringComparison.Ordinal);
        Assert.Contains("nowhere/schema.json", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOG1001", 2)]
    [InlineData("DOG1110", 2)]
    [InlineData("DOG1200", 2)]
    [InlineData("DOG1301", 3)]
    [InlineData("DOG1502", 3)]
    [InlineData("DOG1601", 4)]
    [InlineData("DOG1620", 4)]
    [InlineData("DOG2001", 5)]
    public void The_exit_code_follows_from_the_id(string id, int expected) => Assert.Equal(expected, ExitCodes.Of(new DiffOGException(id, "", "")));

    [Fact]
    public void Stopping_is_130_and_what_nobody_foresaw_is_3()
    {
        Assert.Equal(130, ExitCodes.Of(new OperationCanceledException()));
        Assert.Equal(3, ExitCodes.Of(new InvalidOperationException()));
    }

    [Fact]
    public async Task A_stack_trace_is_shown_only_on_request()
    {
        Assert.DoesNotContain("   at ", (await Run("plugins", "list", "--plugins", "/nowhere")).Error, StringComparison.Ordinal);
        Assert.Contains("   at ", (await Run(["plugins", "list", "--plugins", "/nowhere"], ("DIFFOG_DEBUG", "1"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_looks_at_everything_and_asks_the_plugins()
    {
        string root = Plugins();
        PluginCompiler.Plugin(root, "Sick", Good.Replace("\"good\"", "\"sick\"", StringComparison.Ordinal) + """
            [System.Composition.Export(typeof(ISelfCheck))]
            public sealed class Check : ISelfCheck
            {
                public System.Collections.Generic.IEnumerable<SelfCheckResult> Check2() => [];
                System.Collections.Generic.IEnumerable<SelfCheckResult> ISelfCheck.Check() => [new SelfCheckResult("flux", SelfCheckStatus.Missing, "no capacitor", "apt-get install flux")];
            }
            """);
        (int code, string output, _) = await Run("doctor", "--plugins", root);
        Assert.Equal(4, code);
        Assert.Contains("MISSING  flux         no capacitor\n                      -> apt-get install flux\n", output, StringComparison.Ordinal);
        foreach (string subject in new[] { ".NET", "libtorch", "plugins", "ffmpeg", "disk" })
            Assert.Contains($" {subject} ", output, StringComparison.Ordinal);
    }

    private string Plugins()
    {
        PluginCompiler.Plugin(_folder["plugins"], "Good", Good);
        Directory.CreateDirectory(_folder["plugins/Empty"]);
        return _folder["plugins"];
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => Run(args, []);

    private async Task<(int Code, string Output, string Error)> Run(string[] args, params (string Key, string Value)[] variables)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        int code = await CommandLine.RunAsync(args, new HostSurroundings(output, error, variables.ToDictionary(v => v.Key, v => v.Value), _folder.Root), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
