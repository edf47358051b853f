using Xunit;

namespace DiffOG.EndToEnd.Tests;

public sealed class DataTests : IDisposable
{
    private readonly Tiny tiny = new();

    [Fact]
    public void demonstrations_are_converted_checked_and_judged_by_the_exit_code()
    {
        string store = Store();
        Ended converted = tiny.Diffog("data", "convert", store, "--to", "episodes", "--output", "demos");
        Assert.True(converted.Code == 0, converted.Output);
        Assert.Contains("Read again and compared: 4,053 numbers, all equal.", converted.Output, StringComparison.Ordinal);
        Ended sound = tiny.Diffog("data", "check", "demos");
        Assert.True(sound.Code == 0, sound.Output);
        Ended limited = tiny.Diffog("data", "check", "demos", "--limit", "0.4");
        Assert.True(limited.Code == 3, limited.Output);
        Assert.Contains("error: above limit", limited.Output, StringComparison.Ordinal);
    }

    public void Dispose() => tiny.Dispose();

    /// <summary>The first four human Push-T demonstrations.</summary>
    private static string Store()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Name != "artifacts")
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} does not lie under artifacts.");
        return Path.Combine(folder.Parent!.FullName, "tests", "plugins", "Sim", "MuJoCo.Tests", "PushT", "Fixtures", "pusht-episodes-0-3.zarr");
    }
}
