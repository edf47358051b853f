using DiffOG.Diagnostics;
using DiffOG.Host.Tests.Recording;
using PureHDF;
using PureHDF.VOL.Native;
using Xunit;

namespace DiffOG.Host.Tests.Commands;

public sealed class ImagesCommandTests : IDisposable
{
    private readonly Scratch folder = new();

    public ImagesCommandTests() => Point.Collect(folder["point.hdf5"], 2);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task a_recording_becomes_one_with_pictures_of_the_cameras_own_size()
    {
        (int code, string output) = await PointCommand.Run(folder, "images", "point.hdf5", "--cameras", "top", "--output", "images.hdf5");
        Assert.Equal(0, code);
        // The recording says version 1.0; the plugin's is that of the tests.
        Assert.Contains("warning: the states were recorded with version 1.0 of 'point', which is ", output, StringComparison.Ordinal);
        Assert.Contains("pictures of each camera: top 32x32.", output, StringComparison.Ordinal);
        using NativeFile file = H5File.OpenRead(folder["images.hdf5"]);
        Assert.Equal([32UL, 32UL, 3UL], file.Dataset("data/demo_1/obs/top_image").Space.Dimensions[1..]);
    }

    [Theory]
    [InlineData("DOG1022", "it has top. Did you mean 'top'?", "--cameras", "tpo")]
    [InlineData("DOG1021", "--cameras names no camera", "--cameras", ",")]
    [InlineData("DOG1021", "--size is '12'", "--cameras", "top", "--size", "12")]
    [InlineData("DOG1200", "mxSteps", "--cameras", "top", "--set", "options.mxSteps=2")]
    public async Task what_cannot_be_meant_is_refused(string id, string part, params string[] line)
    {
        DiffOGException error = await Assert.ThrowsAnyAsync<DiffOGException>(() => PointCommand.Run(folder, ["images", "point.hdf5", "--output", "images.hdf5", .. line]));
        Assert.Equal(id, error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(["point.hdf5"], Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task the_recording_itself_is_never_overwritten()
    {
        DiffOGException error = await Assert.ThrowsAsync<DiffOGException>(() => PointCommand.Run(folder, "images", "point.hdf5", "--cameras", "top", "--output", "./point.hdf5"));
        Assert.Equal("DOG1021", error.Id);
    }
}
