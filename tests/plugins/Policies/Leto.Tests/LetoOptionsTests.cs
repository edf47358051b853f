using System.ComponentModel.DataAnnotations;
using DiffOG.Learning.Normalisation;
using Xunit;

namespace DiffOG.Policies.Leto.Tests;

public sealed class LetoOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new LetoOptions()));

    [Fact]
    public void Every_impossible_combination_is_listed_at_once() => Assert.Equal(
        [
            "ExecutedSteps: 7 steps cannot be executed; a chunk has 6",
            "ActionNormaliser: meanStd leaves actions beyond 1, and proposals lie in (-1, 1); use limits, maxAbs or identity",
        ],
        Errors(new LetoOptions { ExecutedSteps = 7, ActionNormaliser = NormaliserKind.MeanStd }));

    [Fact]
    public void Values_out_of_range_are_found() =>
        Assert.Equal(3, Errors(new LetoOptions { ChunkSteps = 1, SmoothWeight = -1, ActionLimit = 0 }).Length);

    private static string[] Errors(LetoOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
