using System.ComponentModel.DataAnnotations;
using Xunit;

namespace DiffOG.Policies.Diffusion.Tests;

public sealed class DiffusionOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new DiffusionOptions()));

    [Fact]
    public void Every_impossible_combination_is_listed_at_once() => Assert.Equal(
        [
            "Horizon: 10 is not a multiple of 4; 3 levels halve it 2 times",
            "Channels: [64, 100, 128] must all be positive multiples of the 8 groups",
            "KernelSize: 4 is even, and would change the length",
            "StepEmbedding: 33 is odd; half of it are sines, half cosines",
            "ExecutedSteps: 10 steps cannot be executed; horizon 10 and 2 observations leave 9",
            "InferenceSteps: 200 exceeds the 100 training steps",
        ],
        Errors(new DiffusionOptions { Horizon = 10, ExecutedSteps = 10, Channels = [64, 100, 128], KernelSize = 4, StepEmbedding = 33, InferenceSteps = 200 }));

    [Fact]
    public void A_value_out_of_range_is_found() =>
        Assert.Single(Errors(new DiffusionOptions { Horizon = 1, ObservationSteps = 1, ExecutedSteps = 1, Channels = [64] }));

    private static string[] Errors(DiffusionOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
