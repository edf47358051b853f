using System.ComponentModel.DataAnnotations;
using Xunit;

namespace DiffOG.Policies.DiffusionTransformer.Tests;

public sealed class DiffusionTransformerOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new DiffusionTransformerOptions()));

    [Fact]
    public void Every_impossible_combination_is_listed_at_once() => Assert.Equal(
        [
            "EmbedSize: 63 is not a multiple of the 4 heads",
            "EmbedSize: 63 is odd; half of the embedding of time are sines, half cosines",
            "ConditionLayers: 2 layers have no place in an encoder, where observations go through the same layers as steps",
            "ExecutedSteps: 10 steps cannot be executed; horizon 10 and 2 observations leave 9",
        ],
        Errors(new DiffusionTransformerOptions { EmbedSize = 63, Architecture = ArchitectureKind.Encoder, ConditionLayers = 2, Horizon = 10, ExecutedSteps = 10 }));

    private static string[] Errors(DiffusionTransformerOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
