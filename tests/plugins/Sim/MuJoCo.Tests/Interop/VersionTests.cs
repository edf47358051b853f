using DiffOG.Simulation.MuJoCo.Interop;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Interop;

public sealed class VersionTests
{
    [Theory]
    [InlineData(222, "2.2.2")]
    [InlineData(337, "3.3.7")]
    [InlineData(3005000, "3.5.0")]
    [InlineData(3010000, "3.10.0")]
    public void Versions_are_written_as_people_write_them(int counted, string written) => Assert.Equal(written, MuJoCoLibrary.NameOf(counted));

    [Fact]
    public void The_manifest_of_a_run_is_told_of_the_library_that_is_loaded()
    {
        MuJoCoLibrary library = Needs.MuJoCo();
        KeyValuePair<string, string> told = Assert.Single(new MuJoCoSelfCheck().LoadedVersions);
        Assert.Equal(("MuJoCo", library.VersionName), (told.Key, told.Value));
    }
}
