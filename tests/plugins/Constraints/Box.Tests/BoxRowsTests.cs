using CsCheck;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using Xunit;

namespace DiffOG.Constraints.Box.Tests;

/// <summary>Which values are bounded, and by what.</summary>
public sealed class BoxRowsTests
{
    private const double Inf = double.PositiveInfinity;
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void Every_step_of_every_dimension_but_grippers_is_bounded()
    {
        BoxBlock block = Arms.Block(new() { Limit = 0.9 }, Arms.Chunk(2));

        Assert.Equal([0, 2, 3, 5], block.Indices);
        Assert.All(block.RowLower, b => Assert.Equal(-0.9, b));
        Assert.All(block.RowUpper, b => Assert.Equal(0.9, b));
    }

    [Fact]
    public void A_side_that_is_given_nowhere_is_open_and_a_value_without_sides_has_no_row()
    {
        BoxBlock block = Arms.Block(new() { Overrides = Named(("z", new() { Lower = 0.1 })) }, Arms.Chunk(2));

        Assert.Equal([2, 5], block.Indices);
        Assert.Equal([0.1, 0.1], block.RowLower);
        Assert.Equal([Inf, Inf], block.RowUpper);
    }

    [Fact]
    public void Overrides_replace_one_side_and_inherit_the_other()
    {
        BoxBlock block = Arms.Block(new() { Dimensions = ["z", "gripper"], Limit = 1, Overrides = Named(("z", new() { Lower = 0 })) }, Arms.Chunk(1));

        Assert.Equal([1, 2], block.Indices);
        Assert.Equal([-1, 0], block.RowLower);
        Assert.Equal([1, 1], block.RowUpper);
    }

    [Fact]
    public void Raw_bounds_are_normalised_with_their_offset_and_turned_around_by_a_negative_scale()
    {
        var normalisation = new ActionNormalisation([2, 1, -4], [5, 0, 1]);
        BoxOptions options = new() { Lower = -0.1, Overrides = Named(("x", new() { Upper = 0.2 })) };

        BoxBlock raw = Arms.Block(new() { Lower = options.Lower, Overrides = options.Overrides, Space = LimitSpace.Action }, Arms.Chunk(1, normalisation: normalisation));
        BoxBlock normalised = Arms.Block(options, Arms.Chunk(1, normalisation: normalisation));

        Assert.Equal([4.8, -Inf], raw.RowLower);
        Assert.Equal([5.4, 1.4], raw.RowUpper);
        Assert.Equal([-0.1, -0.1], normalised.RowLower);
    }

    [Fact]
    public void A_raw_box_allows_exactly_the_raw_actions_inside_it() => (
        from scale in Gen.Double[0.1, 9].Array[3]
        from sign in Gen.Bool.Array[3]
        from offset in Gen.Double[-3, 3].Array[3]
        from raw in Gen.Double[-2, 2].Array[6]
        select (new ActionNormalisation([.. scale.Zip(sign, (s, negative) => negative ? -s : s)], offset), raw)).Sample(
        (normalisation, raw) =>
        {
            BoxOptions options = new() { Dimensions = ["x", "gripper", "z"], Lower = -0.5, Upper = 0.75, Overrides = Named(("z", new() { Upper = 1.5 })), Space = LimitSpace.Action };
            bool inside = raw.Select((v, i) => v >= -0.5 && v <= (i % 3 == 2 ? 1.5 : 0.75)).All(b => b);

            double violation = Arms.Set(options).Build(Arms.Chunk(2, normalisation: normalisation)).LargestViolation(normalisation.Normalise(raw));

            Assert.Equal(inside, violation == 0);
        },
        seed: Seed);

    [Theory]
    [InlineData(0.0, new[] { 1.0, 1.0 })]
    [InlineData(0.85, new[] { 1.0, 0.5 })]
    [InlineData(3.0, new[] { 0.3, 0.3 })]
    public void A_row_has_the_bounds_of_its_own_time(double time, double[] upper)
    {
        BoxOptions options = new() { Dimensions = ["x"], Limit = 1, Schedule = [new() { From = 0.9, Scale = 0.5 }, new() { From = 3, Upper = 0.3 }] };

        Assert.Equal(upper, Arms.Block(options, Arms.Chunk(2, time)).RowUpper);
    }

    [Fact]
    public void A_value_that_is_bounded_for_a_while_has_rows_for_that_while()
    {
        BoxOptions options = new() { Dimensions = ["x"], Schedule = [new() { From = 0.2, Upper = 1 }, new() { From = 0.4 }] };
        IConstraintSet set = Arms.Set(options);

        Assert.Equal([6, 9], ((BoxBlock)set.Build(Arms.Chunk(6)).Blocks[0]).Indices);
        Assert.Equal([0, 3], ((BoxBlock)set.Build(Arms.Chunk(2, 0.2)).Blocks[0]).Indices);
        Assert.Equal(0, set.Build(Arms.Chunk(2, 0.4)).Rows);
    }

    [Fact]
    public void Sides_go_over_evenly_and_an_open_side_jumps()
    {
        BoxOptions options = new()
        {
            Dimensions = ["z"],
            Lower = 0,
            Interpolate = Interpolation.Linear,
            Schedule = [new() { From = 0.4, Lower = 0.4, Upper = 1 }, new() { From = 0.6, Lower = 0, Upper = 0.5 }],
        };

        BoxBlock block = Arms.Block(options, Arms.Chunk(7));

        Assert.Equal([0, 0.1, 0.2, 0.3, 0.4, 0.2, 0], block.RowLower.Select(b => Math.Round(b, 9)));
        Assert.Equal([Inf, Inf, Inf, Inf, 1, 0.75, 0.5], block.RowUpper.Select(b => Math.Round(b, 9)));
    }

    [Fact]
    public void Chunks_of_any_length_in_any_order_have_the_rows_that_a_fresh_set_writes()
    {
        BoxOptions options = new() { Dimensions = ["x", "z"], Schedule = [new() { From = 0.25, Lower = -1 }] };
        IConstraintSet set = Arms.Set(options);
        foreach ((int steps, double time) in new[] { (4, 0.0), (4, 0.0), (2, 0.3), (4, 0.3), (4, 0.1), (2, 0.3) })
        {
            LinearConstraints used = set.Build(Arms.Chunk(steps, time)), fresh = Arms.Set(options).Build(Arms.Chunk(steps, time));
            Assert.Equal(fresh.Matrix.ToDense(), used.Matrix.ToDense());
            Assert.Equal(fresh.Lower, used.Lower);
            Assert.Equal(fresh.Upper, used.Upper);
        }
    }

    [Fact]
    public void A_chunk_of_another_size_is_refused() => Assert.StartsWith(
        "The chunk has 4 dimensions, the action 3.",
        Assert.Throws<ArgumentException>(() => Arms.Set(new() { Limit = 1 }).Build(new ConstraintContext(4, 4))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_plugin_announces_itself()
    {
        PluginAttribute attribute = (PluginAttribute)typeof(BoxPlugin).GetCustomAttributes(typeof(PluginAttribute), false)[0];

        Assert.Equal("box", attribute.Id);
        Assert.Equal(PluginKind.ConstraintSet, PluginKinds.KindOf(new BoxPlugin().Contract));
    }

    private static Dictionary<string, BoundOptions> Named(params (string Name, BoundOptions Bounds)[] pairs) =>
        pairs.ToDictionary(p => p.Name, p => p.Bounds);
}
