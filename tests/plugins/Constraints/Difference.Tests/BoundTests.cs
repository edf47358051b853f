using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using Xunit;

namespace DiffOG.Constraints.Difference.Tests;

/// <summary>Limits per dimension, in raw units, and over time.</summary>
public sealed class BoundTests
{
    [Fact]
    public void The_default_is_the_papers_limit()
    {
        DifferenceBlock block = Arms.Block(new(), Arms.Chunk(2));

        Assert.All(block.Lower, b => Assert.Equal(-0.1, b));
        Assert.All(block.Upper, b => Assert.Equal(0.1, b));
    }

    [Fact]
    public void A_dimension_inherits_what_its_override_leaves_out()
    {
        DifferenceBlock block = Arms.Block(
            new() { Limit = 0.2, Upper = 0.3, Overrides = Named(("dy", new() { Lower = -0.05 }), ("dz", new() { Limit = 0.01 })) },
            Arms.Chunk(2));

        Assert.Equal([-0.2, -0.05, -0.01], block.Lower);
        Assert.Equal([0.3, 0.3, 0.01], block.Upper);
    }

    [Fact]
    public void Raw_limits_are_scaled_and_turned_around_by_a_negative_scale()
    {
        ConstraintContext context = Arms.Chunk(2) with { Normalisation = new ActionNormalisation([2, -4, 1, 1], [5, 6, 7, 8]) };

        DifferenceBlock raw = Arms.Block(new() { Lower = -0.1, Upper = 0.2, Space = LimitSpace.Action }, context);
        DifferenceBlock normalised = Arms.Block(new() { Lower = -0.1, Upper = 0.2 }, context);

        Assert.Equal([-0.2, -0.8, -0.1], raw.Lower);
        Assert.Equal([0.4, 0.4, 0.2], raw.Upper);
        Assert.Equal([-0.1, -0.1, -0.1], normalised.Lower);
    }

    [Theory]
    [InlineData(0.0, new[] { 0.1, 0.1, 0.1 })]
    [InlineData(0.8, new[] { 0.1, 0.05, 0.05 })]
    [InlineData(1.0, new[] { 0.05, 0.05, 0.05 })]
    [InlineData(9.9, new[] { 0.3, 0.3, 0.3 })]
    public void A_row_has_the_bounds_of_its_own_time(double time, double[] upper)
    {
        DifferenceOptions options = new() { Dimensions = ["dx"], Schedule = [new() { From = 1, Scale = 0.5 }, new() { From = 3, Limit = 0.3 }] };

        DifferenceBlock block = Arms.Block(options, Arms.Chunk(4, time: time));

        Assert.Equal(upper, block.Upper);
        Assert.Equal(upper.Select(u => -u), block.Lower);
    }

    [Fact]
    public void A_step_on_the_border_belongs_to_the_later_entry_whatever_its_time_rounds_to()
    {
        DifferenceOptions options = new() { Dimensions = ["dx"], Schedule = [new() { From = 0.3, Scale = 0.5 }] };

        // 0.1 + 2 · 0.1 is a little above 0.3, 0.1 + 0.1 · 2 from 0.0999… a little below.
        Assert.Equal(0.05, Arms.Block(options, Arms.Chunk(3, time: 0.1 - 1e-16)).Upper[^1]);
    }

    [Fact]
    public void Linear_schedules_pass_over_evenly_from_time_zero_on()
    {
        DifferenceOptions options = new()
        {
            Dimensions = ["dx"],
            Interpolate = Interpolation.Linear,
            Schedule = [new() { From = 0.4, Scale = 2 }, new() { From = 0.6, Lower = -0.1, Upper = 0.4 }],
        };

        DifferenceBlock block = Arms.Block(options, Arms.Chunk(8, Arms.Past(0, 0, 0, 0)));

        Assert.Equal([0.1, 0.125, 0.15, 0.175, 0.2, 0.3, 0.4, 0.4], block.Upper.Select(u => Math.Round(u, 9)));
        Assert.Equal([-0.1, -0.125, -0.15, -0.175, -0.2, -0.15, -0.1, -0.1], block.Lower.Select(u => Math.Round(u, 9)));
    }

    [Fact]
    public void An_entry_can_bound_one_dimension_alone()
    {
        DifferenceOptions options = new() { Schedule = [new() { From = 0, Overrides = Named(("dz", new() { Limit = 0.02 })) }] };

        Assert.Equal([0.1, 0.1, 0.02], Arms.Block(options, Arms.Chunk(2)).Upper);
    }

    [Fact]
    public void Bounds_need_not_contain_zero()
    {
        DifferenceBlock block = Arms.Block(new() { Lower = 0.01, Upper = 0.05, Dimensions = ["dx"] }, Arms.Chunk(2));

        Assert.Equal((0.01, 0.05), (block.Lower[0], block.Upper[0]));
    }

    [Fact]
    public void A_chunk_of_another_size_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Arms.Set(new()).Build(new ConstraintContext(4, 3)));

        Assert.StartsWith("The chunk has 3 dimensions, the action 4.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plugin_announces_itself()
    {
        PluginAttribute attribute = (PluginAttribute)typeof(DifferencePlugin).GetCustomAttributes(typeof(PluginAttribute), false)[0];

        Assert.Equal("difference", attribute.Id);
        Assert.Equal(PluginKind.ConstraintSet, PluginKinds.KindOf(new DifferencePlugin().Contract));
    }

    private static Dictionary<string, BoundOptions> Named(params (string Name, BoundOptions Bounds)[] pairs) =>
        pairs.ToDictionary(p => p.Name, p => p.Bounds);
}
