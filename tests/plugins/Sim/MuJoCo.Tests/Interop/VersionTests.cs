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
    public void Versions_are_written_as_people_write_them(int counted, string written) => Assert.Equal(written, SupportedReleases.NameOf(counted));

    [Theory]
    [InlineData(215, "it is older than 2.2, the oldest release that can be used")]
    [InlineData(220, null)]
    [InlineData(340, null)]
    [InlineData(3005000, null)]
    [InlineData(3012001, null)]
    [InlineData(3013000, "it is newer than 3.12, the newest release that was checked, and what a function means may have changed since")]
    [InlineData(4000000, "it is newer than 3.12, the newest release that was checked, and what a function means may have changed since")]
    public void Releases_that_were_not_checked_are_refused_with_a_sentence(int version, string? why) => Assert.Equal(why, SupportedReleases.WhyNot(version, uncheckedToo: false));

    [Fact]
    public void A_person_may_want_a_newer_release_but_an_older_one_cannot_be_had()
    {
        Assert.Null(SupportedReleases.WhyNot(3013000, uncheckedToo: true));
        Assert.NotNull(SupportedReleases.WhyNot(215, uncheckedToo: true));
    }

    [Fact]
    public void The_message_says_what_to_do() => Assert.Equal(
        "DOG1607: MuJoCo 3.13.0 in '/m/lib/libmujoco.so' is not used: it is newer. Name a release from 2.2 to 3.12 in DIFFOG_MUJOCO, or run eng/native/fetch-mujoco.sh; for a newer one at your own risk, set DIFFOG_MUJOCO_UNCHECKED=1.",
        MuJoCoErrors.NotSupported(3013000, "/m/lib/libmujoco.so", "it is newer").Message);

    [Fact]
    public void The_manifest_of_a_run_is_told_of_the_library_that_is_loaded()
    {
        MuJoCoLibrary library = Needs.MuJoCo();
        KeyValuePair<string, string> told = Assert.Single(new MuJoCoSelfCheck().LoadedVersions);
        Assert.Equal(("MuJoCo", library.VersionName), (told.Key, told.Value));
    }
}
