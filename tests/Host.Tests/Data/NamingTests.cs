using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Host.Tests.Data;

public sealed class NamingTests : IDisposable
{
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task a_store_is_recognised_and_what_is_assumed_is_said()
    {
        (int code, string output, _) = await DataCommands.Run(folder, "info", DataCommands.PushT);
        Assert.Equal(0, code);
        Assert.Equal("""
            PUSHT
              plugin        zarr
              source        PUSHT (zarr 2, diffusion-policy layout)
              rate          10 Hz
              episodes      4, of 118 / 159 / 161 steps (shortest / median / longest)
              steps         579, 57.9 s
              observations  5 values: state[5]
              cameras       none
              actions       absolute, 2 values
                            a0  translation  44.0 to 511
                            a1  translation  56.0 to 453
              fingerprint   262f840f934a7c0f59fe3d567cfa9c0bfa217486609da1049e724c51cfbaae9f
              on disk       16.3 KiB in 6 files
              memory        at most 256 MiB for decoded data (options.cacheMegabytes)
              assumed       format zarr (--dataset)
              assumed       rate 10 Hz, and actions that are absolute: the format does not say (options.rate, options.action.mode)
              assumed       an observation is state (options.observations)

            """.ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public async Task options_are_set_with_and_without_their_prefix()
    {
        (_, string output, _) = await DataCommands.Run(folder, "info", DataCommands.PushT, "--set", "rate=20", "--set", "options.action.unit=px");
        Assert.Contains("  rate          20 Hz\n", output, StringComparison.Ordinal);
        Assert.Contains("44.0 to 511 px\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_experiments_dataset_is_used()
    {
        string file = Path.Combine(Repository.Root, "experiments", "push-t-human.json");
        (_, string output, _) = await DataCommands.Run(folder, "info", file, "--set", $"dataset.options.path={DataCommands.PushT}", "--set", """dataset.options.observations=[{"name":"agent","key":"state","columns":[0,1]}]""");
        Assert.Contains("observations  2 values: agent[2]\n", output, StringComparison.Ordinal);
        Assert.Contains("x  translation  0 to 512 px\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("assumed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_file_with_id_and_options_is_used_and_its_paths_start_at_its_folder()
    {
        folder.Write("sets/mine.json", $$"""{ "id": "zarr", "options": { "path": "{{Path.GetRelativePath(folder["sets"], DataCommands.PushT)}}", "rate": 5, "observations": [{ "name": "s", "key": "state" }] } }""");
        (_, string output, _) = await DataCommands.Run(folder, "info", "sets/mine.json");
        Assert.Contains("  rate          5 Hz\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_plugin_is_named_with_its_options_only()
    {
        (_, string output, _) = await DataCommands.Run(folder, "info", "--dataset", "zarr", "--set", $"path={DataCommands.PushT}", "--set", """observations=[{"name":"s","key":"state"}]""");
        Assert.Contains("5 values: s[5]\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOG1021", "No dataset is named.")]
    [InlineData("DOG1491", "there is no such file or folder (episodes, ", "nowhere.zarr")]
    [InlineData("DOG1491", "what lies there has none of the known formats (episodes, ", ".")]
    [InlineData("DOG1110", "Did you mean 'zarr'?", "x", "--dataset", "zar")]
    [InlineData("DOG1200", "rte", "PUSHT", "--set", "rte=3")]
    [InlineData("DOG1492", "'experiments/quickstart.json' names no dataset", "experiments/quickstart.json")]
    public async Task what_cannot_be_meant_is_refused(string id, string part, params string[] line)
    {
        if (line is ["experiments/quickstart.json"])
            folder.Write("experiments/quickstart.json", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "experiments", "quickstart.json"), TestContext.Current.CancellationToken));
        DiffOGException error = await Assert.ThrowsAnyAsync<DiffOGException>(() => DataCommands.Run(folder, ["info", .. line.Select(l => l == "PUSHT" ? DataCommands.PushT : l)]));
        Assert.Equal(id, error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task programs_are_given_json()
    {
        (_, string output, _) = await DataCommands.Run(folder, "info", DataCommands.PushT, "--json");
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal((579, 4), (json.RootElement.GetProperty("steps").GetInt32(), json.RootElement.GetProperty("lengths").GetArrayLength()));
        Assert.Equal(511, json.RootElement.GetProperty("actions")[0].GetProperty("maximum").GetDouble());
    }
}
