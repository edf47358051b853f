using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

public sealed class ZarrOptionsTests
{
    [Fact]
    public void A_path_and_one_observation_are_enough() => Assert.Empty(Errors(new ZarrOptions { Path = "x", Observations = [new ZarrObservation { Name = "a", Key = "b" }] }));

    [Fact]
    public void Path_and_observations_are_required() => Assert.Equal(["Path", "Observations"], Errors(new ZarrOptions()).Select(e => e.Split(':')[0]));

    [Fact]
    public void Every_impossible_setting_is_listed_at_once() => Assert.Equal(
        [
            "Observations: two parts are called 'a'; names must differ",
            "Observations: [1] the key '../b' is not a plain name, or names joined by '/'",
            "Observations: [2] 'c' selects a negative column; columns count from 0",
            "Observations: [3] 'd' selects no column; leave columns out to take all",
            "Action: minimum and maximum must be given together, or neither",
        ],
        Errors(new ZarrOptions
        {
            Path = "x",
            Observations =
            [
                new ZarrObservation { Name = "a", Key = "b" }, new ZarrObservation { Name = "a", Key = "../b" },
                new ZarrObservation { Name = "c", Key = "b", Columns = [-1] }, new ZarrObservation { Name = "d", Key = "b", Columns = [] },
            ],
            Action = new ZarrAction { Minimum = [0] },
        }));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("")]
    public void A_key_cannot_lead_out_of_the_store(string key) =>
        Assert.Single(Errors(new ZarrOptions { Path = "x", Observations = [new ZarrObservation { Name = "a", Key = "b" }], Action = new ZarrAction { Key = key } }));

    [Fact]
    public void Ranges_must_be_ranges() => Assert.Equal(
        ["Action: every minimum must be finite and below its maximum"],
        Errors(new ZarrOptions { Path = "x", Observations = [new ZarrObservation { Name = "a", Key = "b" }], Action = new ZarrAction { Minimum = [1], Maximum = [1] } }));

    [Fact]
    public void The_plugin_is_announced_as_a_dataset() =>
        Assert.Equal((PluginKind.Dataset, typeof(ZarrOptions)), (PluginKinds.KindOf(new ZarrPlugin().Contract), new ZarrPlugin().Options));

    private static string[] Errors(ZarrOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
