using DiffOG.Host.Commands;
using DiffOG.Host.Tests.Composition;
using DiffOG.Testing.Fakes;
using Xunit;

namespace DiffOG.Host.Tests.Commands;

public sealed class ViewCommandTests : IDisposable
{
    private const string Point = "using DiffOG.Simulation;\n" + PluginCompiler.Usings + """
        public sealed class Options { public int MaxSteps { get; init; } = 40; }
        [Plugin("fake/point", "A point.")]
        public sealed class PointPlugin : Plugin<ISimulator, Options> { public override ISimulator Create(Options o, PluginContext c) => new DiffOG.Testing.Fakes.PointMassSimulator(o.MaxSteps); }
        """;

    private readonly Scratch _folder = new();

    public ViewCommandTests()
    {
        string testing = typeof(PointMassSimulator).Assembly.Location;
        File.Copy(testing, Path.Combine(PluginCompiler.Plugin(_folder["plugins"], "Point", Point), Path.GetFileName(testing)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_video_is_named_after_the_task()
    {
        (int code, string output, string error) = await Run("fake/point", "--expert", "--size", "32x32");
        Assert.Equal((0, ""), (code, error));
        string file = Assert.Single(Directory.GetFiles(_folder.Root));
        Assert.Equal("fake-point", Path.GetFileNameWithoutExtension(file));
        Assert.EndsWith($"\nvideo: {file}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_and_a_still_are_pictures_with_the_name_that_is_wanted()
    {
        Assert.Equal(0, (await Run("fake/point", "--images", "--seeds", "1,2", "--output", "sheets/all.png")).Code);
        Assert.Equal(0, (await Run("fake/point", "--still", "3")).Code);
        Assert.True(File.Exists(_folder["sheets/all.png"]) && File.Exists(_folder["fake-point.step3.png"]));
    }

    [Fact]
    public async Task Options_of_the_task_can_be_set() =>
        Assert.StartsWith("fake/point, seed 0, held still: 4 steps,", (await Run("fake/point", "--set", "options.maxSteps=4", "--images")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("DOG1110: There is no simulator 'fake/piont'; there are fake/point", "fake/piont")]
    [InlineData("DOG1022: The task 'fake/point' has no camera 'front'; it has top.", "fake/point", "--camera", "front")]
    [InlineData("DOG1021: --size is 'big'", "fake/point", "--size", "big")]
    [InlineData("DOG1021: --seed is '1,b', which is neither a whole number nor several with commas between them. Write --seed 3, or --seeds 0,1,2.", "fake/point", "--seed", "1,b")]
    [InlineData("DOG1021: -2 steps cannot be played. Write 0 or more.", "fake/point", "--steps", "-2")]
    [InlineData("DOG1021: --still is a single picture of one step; --images is a sheet of several, and --steps plays on. Leave out one or the other.", "fake/point", "--still", "1", "--images")]
    [InlineData("DOG1200: ", "fake/point", "--set", "options.steps=4")]
    public async Task What_is_wrong_with_the_command_is_said_and_nothing_written(string expected, params string[] args)
    {
        (int code, _, string error) = await Run(args);
        Assert.Equal(2, code);
        Assert.StartsWith($"diffog: {expected}", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        var surroundings = new HostSurroundings(output, error, new Dictionary<string, string>(), _folder.Root);
        int code = await CommandLine.RunAsync(["view", .. args, "--plugins", _folder["plugins"]], surroundings, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
