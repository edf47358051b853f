using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Constraints.Difference.Tests;

/// <summary>What a person may write, and what they are told when it cannot be.</summary>
public sealed class DifferenceOptionsTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    [Fact]
    public void The_written_form_is_read()
    {
        DifferenceOptions options = Read("""
            {
              "limit": 0.1, "upper": 0.05, "order": 2, "space": "action", "interpolate": "linear",
              "dimensions": ["dx", "dz"],
              "overrides": { "dz": { "limit": 0.02 } },
              "schedule": [{ "from": 2.0, "scale": 0.5 }, { "from": 4, "lower": -0.2, "overrides": { "dz": { "upper": 0.01 } } }]
            }
            """);

        Assert.Empty(Faults(options));
        DifferenceBlock block = Arms.Block(options, Arms.Chunk(3, time: 5));
        Assert.Equal([-0.2, -0.2], block.Lower);
        Assert.Equal([0.05, 0.01], block.Upper);
    }

    [Theory]
    [InlineData("""{ "limit": 0 }""", "Limit: both bounds are 0; the lower one must be smaller")]
    [InlineData("""{ "limit": -0.1 }""", "Limit: the bounds are crossed: lower 0.1, upper -0.1")]
    [InlineData("""{ "lower": 0.3 }""", "Lower: the bounds are crossed: lower 0.3, upper 0.1")]
    [InlineData("""{ "overrides": { "dy": { "lower": 0.1 } } }""", "Overrides: of 'dy': both bounds are 0.1; the lower one must be smaller")]
    [InlineData("""{ "dimensions": [] }""", "Dimensions: is empty; leave it out to bound all dimensions but grippers")]
    [InlineData("""{ "dimensions": ["dx", "dx"] }""", "Dimensions: names 'dx' more than once")]
    [InlineData("""{ "schedule": [{ "from": -1 }] }""", "Schedule: entry 0 begins at -1 s; times are finite and not negative")]
    [InlineData("""{ "schedule": [{ "from": 2 }, { "from": 2 }] }""", "Schedule: entry 1 begins at 2 s, not after entry 0 at 2 s")]
    [InlineData("""{ "schedule": [{ "from": 2, "scale": 0 }] }""", "Schedule: entry 0 has scale 0; it must be finite and positive")]
    [InlineData("""{ "schedule": [{ "from": 2, "upper": -0.2 }] }""", "Schedule: entry 0: the bounds are crossed: lower -0.1, upper -0.2")]
    [InlineData("""{ "schedule": [{ "from": 2, "overrides": { "dz": { "upper": -0.2 } } }] }""", "Schedule: entry 0 of 'dz': the bounds are crossed: lower -0.1, upper -0.2")]
    public void Impossible_settings_are_named(string json, string fault) => Assert.Equal([fault], Faults(Read(json)));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Orders_outside_1_to_3_are_refused(int order) => Assert.Single(Faults(new() { Order = order }));

    [Fact]
    public void Bounds_that_are_not_finite_are_refused() =>
        Assert.Equal(["Limit: the bounds -Infinity and Infinity are not both finite"], Faults(new() { Limit = double.PositiveInfinity }));

    [Fact]
    public void A_name_the_action_does_not_have_is_refused_with_those_it_has()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(new() { Dimensions = ["dx", "roll"] }));

        Assert.Equal("DOG1801", error.Id);
        Assert.Equal("The difference constraints name 'roll'; the action has dx, dy, gripper, dz.", error.Detail);
    }

    [Fact]
    public void An_override_of_an_unbounded_dimension_is_refused()
    {
        DifferenceOptions options = Read("""{ "dimensions": ["dx"], "overrides": { "dy": { "limit": 1 } } }""");

        Assert.Equal("The difference constraints override 'dy', which 'dimensions' leaves out.", Assert.Throws<DiffOGException>(() => Arms.Set(options)).Detail);
    }

    [Fact]
    public void An_override_of_a_gripper_needs_dimensions_that_name_it()
    {
        DifferenceOptions options = Read("""{ "schedule": [{ "from": 1, "overrides": { "gripper": { "limit": 1 } } }] }""");

        Assert.Equal("The difference constraints override 'gripper', which is bounded only where 'dimensions' names it.", Assert.Throws<DiffOGException>(() => Arms.Set(options)).Detail);
    }

    [Fact]
    public void Bounds_that_escaped_validation_are_refused_with_the_dimension()
    {
        DifferenceOptions options = Read("""{ "overrides": { "dz": { "lower": 0.1 } } }""");

        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(options));

        Assert.Equal("DOG1802", error.Id);
        Assert.Equal("The difference constraints of dimension 'dz' cannot be used: both bounds are 0.1; the lower one must be smaller.", error.Detail);
    }

    [Fact]
    public void Without_an_action_there_are_no_names()
    {
        Assert.Equal("DOG1150", Assert.Throws<DiffOGException>(() => new DifferencePlugin().Create(new(), new PluginContext())).Id);
    }

    private static DifferenceOptions Read(string json) => JsonSerializer.Deserialize<DifferenceOptions>(json, Json)!;

    private static string[] Faults(DifferenceOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.Single()}: {r.ErrorMessage}")];
    }
}
