using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Constraints.HalfSpaces.Tests;

/// <summary>What a person may write, and what they are told when it cannot be.</summary>
public sealed class HalfSpacesOptionsTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    [Fact]
    public void The_written_form_is_read()
    {
        HalfSpacesOptions options = JsonSerializer.Deserialize<HalfSpacesOptions>(
            """
            {
              "space": "action", "interpolate": "linear",
              "halfSpaces": [
                { "name": "shelf", "normal": { "x": 0.6, "z": 0.8 }, "lower": 0.1, "from": 1, "until": 4, "schedule": [{ "from": 2, "lower": 0.3 }] },
                { "normal": { "y": 1 }, "limit": 0.5 }
              ]
            }
            """,
            Json)!;

        Assert.All(options.HalfSpaces!, h => Assert.Empty(Faults(h)));
        Assert.Equal([0.3, -0.5], Arms.Set(options).Build(Arms.Chunk(1, 2)).Lower.Select(v => Math.Round(v, 12)));
    }

    [Theory]
    [InlineData("""{ "upper": 1 }""", "Normal: has no direction: give at least one dimension a coefficient other than 0")]
    [InlineData("""{ "normal": { "x": 0 }, "upper": 1 }""", "Normal: has no direction: give at least one dimension a coefficient other than 0")]
    [InlineData("""{ "normal": { "x": 1 } }""", "Limit: bounds nothing: give limit, lower or upper")]
    [InlineData("""{ "normal": { "x": 1 }, "limit": -1 }""", "Limit: the bounds are crossed: lower 1, upper -1")]
    [InlineData("""{ "normal": { "x": 1 }, "lower": 1, "upper": 1 }""", "Lower: both bounds are 1; the lower one must be smaller")]
    [InlineData("""{ "normal": { "x": 1 }, "upper": 1, "from": -2 }""", "From: is -2 s; times are finite and not negative")]
    [InlineData("""{ "normal": { "x": 1 }, "upper": 1, "from": 2, "until": 2 }""", "Until: is 2 s, not after 'from' at 2 s")]
    [InlineData("""{ "normal": { "x": 1 }, "upper": 1, "schedule": [{ "from": 3, "lower": 1 }] }""", "Schedule: entry 0: both bounds are 1; the lower one must be smaller")]
    [InlineData("""{ "normal": { "x": 1 }, "upper": 1, "schedule": [{ "from": 3, "scale": -1 }] }""", "Schedule: entry 0 has scale -1; it must be finite and positive")]
    [InlineData("""{ "normal": { "x": 1 }, "upper": 1, "schedule": [{ "from": 3 }, { "from": 1 }] }""", "Schedule: entry 1 begins at 1 s, not after entry 0 at 3 s")]
    public void Impossible_settings_are_named(string json, string fault) => Assert.Equal([fault], Faults(JsonSerializer.Deserialize<HalfSpaceOptions>(json, Json)!));

    [Fact]
    public void Coefficients_must_be_numbers() => Assert.Equal(
        ["Normal: has the coefficient NaN of 'x', which is not finite"],
        Faults(new() { Normal = Arms.Normal(("x", double.NaN)), Limit = 1 }));

    [Fact]
    public void A_name_the_action_does_not_have_is_refused_with_those_it_has()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(new() { HalfSpaces = [new() { Normal = Arms.Normal(("w", 1), ("x", 1)), Limit = 1 }] }));

        Assert.Equal("DOG1801", error.Id);
        Assert.Equal("The half-spaces name 'w'; the action has x, y, z.", error.Detail);
    }

    [Fact]
    public void What_escaped_validation_is_refused_with_the_half_space()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(new() { HalfSpaces = [new() { Name = "shelf", Normal = Arms.Normal(("x", 1)), Limit = -1 }] }));

        Assert.Equal("DOG1802", error.Id);
        Assert.Equal("Half-space 'shelf' cannot be used: 'limit': the bounds are crossed: lower 1, upper -1.", error.Detail);
    }

    [Theory]
    [InlineData(null, "at all times")]
    [InlineData(1.95, "at 2 s")]
    public void Half_spaces_that_leave_nothing_are_refused_with_both_and_the_time(double? from, string place)
    {
        HalfSpacesOptions options = new()
        {
            HalfSpaces = [new() { Name = "left", Normal = Arms.Normal(("x", 1)), Upper = 0.2 }, new() { Name = "right", Normal = Arms.Normal(("x", -1)), Upper = -0.3, From = from ?? 0 }],
        };

        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(options));

        Assert.Equal("DOG1804", error.Id);
        Assert.Equal($"No chunk satisfies all limits: {place} 'x' must be at least 0.3 (half-space 'right') and at most 0.2 (half-space 'left').", error.Detail);
    }

    [Fact]
    public void Without_an_action_there_are_no_names() =>
        Assert.Equal("DOG1150", Assert.Throws<DiffOGException>(() => new HalfSpacesPlugin().Create(new(), new PluginContext())).Id);

    private static string[] Faults(HalfSpaceOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.Single()}: {r.ErrorMessage}")];
    }
}
