using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class LeRobotOptionsTests
{
    [Fact]
    public void A_path_is_enough() => Assert.Empty(Errors(new LeRobotOptions { Path = "x" }));

    [Fact]
    public void The_path_is_required() => Assert.Equal(["Path: The Path field is required."], Errors(new LeRobotOptions()));

    [Fact]
    public void Every_impossible_setting_is_listed_at_once() => Assert.Equal(
        [
            "Observations: two parts are called 'a'; names must differ",
            "Observations: [1] needs a key",
            "Observations: [2] 'c' selects a negative column; columns count from 0",
            "Observations: [3] 'd' selects no column; leave columns out to take all",
            "Cameras: two cameras are called 'c'; names must differ",
            "Cameras: every camera needs a name and a key",
            "Action: minimum and maximum must be given together, or neither",
            "Episodes: episodes must differ and count from 0",
        ],
        Errors(new LeRobotOptions
        {
            Path = "x",
            Observations = [new() { Name = "a" }, new() { Name = "a", Key = "" }, new() { Name = "c", Columns = [-1] }, new() { Name = "d", Columns = [] }],
            Cameras = [new() { Name = "c", Key = "x" }, new() { Name = "c" }],
            Action = new() { Minimum = [0] },
            Episodes = [3, 3],
        }));

    [Fact]
    public void An_empty_list_of_observations_is_refused() =>
        Assert.Equal(["Observations: the list is empty; leave it out for the task's parts"], Errors(new LeRobotOptions { Path = "x", Observations = [] }));

    [Fact]
    public void Ranges_must_be_ranges() => Assert.Equal(
        ["Action: every minimum must be finite and below its maximum"], Errors(new LeRobotOptions { Path = "x", Action = new() { Minimum = [1], Maximum = [1] } }));

    [Fact]
    public void The_plugin_is_announced_as_a_dataset() =>
        Assert.Equal((PluginKind.Dataset, typeof(LeRobotOptions)), (PluginKinds.KindOf(new LeRobotPlugin().Contract), new LeRobotPlugin().Options));

    private static string[] Errors(LeRobotOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
