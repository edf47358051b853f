using System.ComponentModel.DataAnnotations;
using Xunit;

namespace DiffOG.Policies.Act.Tests;

public sealed class ActOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new ActOptions()));

    [Fact]
    public void Every_impossible_combination_is_listed_at_once() => Assert.Equal(
        [
            "ExecutedSteps: 30 steps cannot be executed of a chunk of 20",
            "EmbedSize: 66 is not a multiple of the 4 heads",
            "EmbedSize: 66 is not a multiple of 4; positions in pictures are sines and cosines of two coordinates",
            "EnvironmentState: 'cube' is named twice",
        ],
        Errors(new ActOptions { ExecutedSteps = 30, EmbedSize = 66, EnvironmentState = ["cube", "hand", "cube"] }));

    [Fact]
    public void Values_out_of_range_are_found()
    {
        Assert.Single(Errors(new ActOptions { Dropout = 0.95 }));
        Assert.Single(Errors(new ActOptions { KlWeight = -1 }));
        Assert.Single(Errors(new ActOptions { DecoderLayers = 0 }));
    }

    private static string[] Errors(ActOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{string.Join(",", r.MemberNames)}: {r.ErrorMessage}")];
    }
}
