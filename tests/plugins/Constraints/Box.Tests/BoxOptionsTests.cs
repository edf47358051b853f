using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Constraints.Box.Tests;

/// <summary>What a person may write, and what they are told when it cannot be.</summary>
public sealed class BoxOptionsTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    [Fact]
    public void The_written_form_is_read()
    {
        BoxOptions options = Read("""
            {
              "limit": 1, "lower": -0.5, "space": "action", "interpolate": "linear", "dimensions": ["x", "z"],
              "overrides": { "z": { "lower": 0.02 } },
              "schedule": [{ "from": 2.0, "scale": 0.5 }, { "from": 4, "overrides": { "z": { "lower": 0.1 } } }]
            }
            """);

        Assert.Empty(Faults(options));
        BoxBlock block = Arms.Block(options, Arms.Chunk(1, time: 5));
        Assert.Equal([-0.5, 0.1], block.RowLower);
        Assert.Equal([1, 1], block.RowUpper);
    }

    [Theory]
    [InlineData("""{ }""", "Limit: bounds nothing: give limit, lower or upper, for all dimensions or in 'overrides'")]
    [InlineData("""{ "overrides": { "x": { } }, "schedule": [{ "from": 1 }] }""", "Limit: bounds nothing: give limit, lower or upper, for all dimensions or in 'overrides'")]
    [InlineData("""{ "limit": 0 }""", "Limit: both bounds are 0; the lower one must be smaller")]
    [InlineData("""{ "lower": 1, "upper": 1 }""", "Lower: both bounds are 1; the lower one must be smaller")]
    [InlineData("""{ "limit": 0.5, "overrides": { "z": { "lower": 0.6 } } }""", "Overrides: of 'z': the bounds are crossed: lower 0.6, upper 0.5")]
    [InlineData("""{ "upper": 1, "schedule": [{ "from": 1, "lower": 2 }] }""", "Schedule: entry 0: the bounds are crossed: lower 2, upper 1")]
    [InlineData("""{ "limit": 1, "schedule": [{ "from": 1, "scale": -1 }] }""", "Schedule: entry 0 has scale -1; it must be finite and positive")]
    public void Impossible_settings_are_named(string json, string fault) => Assert.Equal([fault], Faults(Read(json)));

    [Fact]
    public void One_side_and_bounds_that_only_a_schedule_gives_are_enough()
    {
        Assert.Empty(Faults(Read("""{ "upper": 1 }""")));
        Assert.Empty(Faults(Read("""{ "schedule": [{ "from": 1, "overrides": { "z": { "lower": 0 } } }] }""")));
    }

    [Theory]
    [InlineData(double.NaN, "Lower: the bounds NaN and Infinity allow no value")]
    [InlineData(double.PositiveInfinity, "Lower: the bounds Infinity and Infinity allow no value")]
    public void Bounds_that_are_no_numbers_are_refused(double lower, string fault) => Assert.Equal([fault], Faults(new() { Lower = lower }));

    [Fact]
    public void A_name_the_action_does_not_have_is_refused_with_those_it_has()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(Read("""{ "limit": 1, "overrides": { "y": { "limit": 2 } } }""")));

        Assert.Equal("DOG1801", error.Id);
        Assert.Equal("The box bounds name 'y'; the action has x, gripper, z.", error.Detail);
    }

    [Fact]
    public void Bounds_that_escaped_validation_are_refused_with_the_dimension()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(Read("""{ "lower": 3, "overrides": { "z": { "upper": 2 } } }""")));

        Assert.Equal("DOG1802", error.Id);
        Assert.Equal("The box bounds of dimension 'z' cannot be used: the bounds are crossed: lower 3, upper 2.", error.Detail);
    }

    [Fact]
    public void Without_an_action_there_are_no_names() =>
        Assert.Equal("DOG1150", Assert.Throws<DiffOGException>(() => new BoxPlugin().Create(new() { Limit = 1 }, new PluginContext())).Id);

    private static BoxOptions Read(string json) => JsonSerializer.Deserialize<BoxOptions>(json, Json)!;

    private static string[] Faults(BoxOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.Single()}: {r.ErrorMessage}")];
    }
}
