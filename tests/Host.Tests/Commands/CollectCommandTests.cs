using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Host.Tests.Commands;

public sealed class CollectCommandTests : IDisposable
{
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task a_task_and_a_file_make_a_recording()
    {
        (int code, string output) = await PointCommand.Run(folder, "collect", "point", "--episodes", "2", "--output", "a.hdf5", "--set", "options.maxSteps=70");
        Assert.Equal(0, code);
        Assert.StartsWith($"'{folder["a.hdf5"]}' holds 2 demonstrations, ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["a.hdf5"]));
        DiffOGException error = await Assert.ThrowsAsync<DiffOGException>(() => PointCommand.Run(folder, "collect", "point", "--episodes", "3", "--output", "a.hdf5"));
        Assert.Contains("option maxSteps: found 70, wanted 60", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOG1021", "collect", "point", "--episodes", "2")]
    [InlineData("DOG1021", "collect", "--output", "a.hdf5")]
    [InlineData("DOG1021", "collect", "point", "--output", "a.hdf5", "--episodes", "0")]
    [InlineData("DOG1021", "collect", "point", "--output", "a.hdf5", "--new")]
    [InlineData("DOG1110", "collect", "pont", "--output", "a.hdf5")]
    [InlineData("DOG1200", "collect", "point", "--output", "a.hdf5", "--set", "options.maxStep=3")]
    [InlineData("DOG1020", "collect")]
    public async Task what_cannot_be_meant_is_refused(string id, params string[] line)
    {
        DiffOGException error = await Assert.ThrowsAnyAsync<DiffOGException>(() => PointCommand.Run(folder, line));
        Assert.Equal(id, error.Id);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }
}
