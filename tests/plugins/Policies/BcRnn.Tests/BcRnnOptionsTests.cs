using System.ComponentModel.DataAnnotations;
using DiffOG.Learning.Normalisation;
using Xunit;

namespace DiffOG.Policies.BcRnn.Tests;

public sealed class BcRnnOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new BcRnnOptions()));

    [Fact]
    public void Every_impossible_combination_is_listed_at_once() => Assert.Equal(
        [
            "ExecutedSteps: 9 steps cannot be executed; a chunk has 8",
            "ActionNormaliser: meanStd leaves actions beyond 1, and the means lie in (-1, 1); use limits, maxAbs or identity",
        ],
        Errors(new BcRnnOptions { ExecutedSteps = 9, ActionNormaliser = NormaliserKind.MeanStd }));

    [Fact]
    public void Values_out_of_range_are_found() =>
        Assert.Equal(3, Errors(new BcRnnOptions { Modes = 0, MinimumDeviation = 0, HiddenSize = 0 }).Length);

    private static string[] Errors(BcRnnOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
