using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using DiffOG.Policies.Networks.Vision;
using Xunit;

namespace DiffOG.Policies.Networks.Tests.Vision;

public sealed class VisionOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new VisionOptions()));

    [Fact]
    public void Every_impossible_combination_is_listed_at_once() => Assert.Equal(
        [
            "Width: 40 is not a multiple of 16, the channels of one group of the normalisation",
            "Cameras: 'front' is named twice",
            "Values: 'hand' is named twice",
        ],
        Errors(new VisionOptions { Width = 40, Cameras = ["front", "side", "front"], Values = ["hand", "hand"] }));

    [Fact]
    public void A_policy_must_observe_something() => Assert.Equal(
        ["Values: neither a camera nor a value is named, so the policy would observe nothing"], Errors(new VisionOptions { Values = [] }));

    [Fact]
    public void Pictures_alone_are_enough() => Assert.Empty(Errors(new VisionOptions { Cameras = ["front"], Values = [] }));

    [Fact]
    public void Every_option_is_described() => Assert.All(
        typeof(VisionOptions).GetProperties(), p => Assert.NotEmpty(p.GetCustomAttribute<DescriptionAttribute>()?.Description ?? ""));

    private static string[] Errors(VisionOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
