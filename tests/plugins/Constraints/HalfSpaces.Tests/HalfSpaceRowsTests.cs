using CsCheck;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using Xunit;

namespace DiffOG.Constraints.HalfSpaces.Tests;

/// <summary>The rows of half-spaces: coefficients, folding, times.</summary>
public sealed class HalfSpaceRowsTests
{
    private const double Inf = double.PositiveInfinity;
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void Every_step_has_a_row_of_length_one()
    {
        LinearConstraints rows = Arms.Rows(new() { Normal = Arms.Normal(("z", 4), ("x", 3), ("y", 0)), Lower = 1 }, Arms.Chunk(2));

        Assert.Equal([0.6, 0, 0.8, 0, 0, 0, 0, 0, 0, 0.6, 0, 0.8], rows.Matrix.ToDense().Select(v => Math.Round(v, 15)));
        Assert.Equal([0.2, 0.2], rows.Lower);
        Assert.Equal([Inf, Inf], rows.Upper);
        Assert.Equal([0, 2, 3, 5], rows.Matrix.Indices);
    }

    [Fact]
    public void A_violation_is_the_distance_of_the_raw_sum_over_the_length_of_the_folded_normal() => (
        from scale in Gen.Double[0.1, 9].Array[3]
        from sign in Gen.Bool.Array[3]
        from offset in Gen.Double[-3, 3].Array[3]
        from normal in Gen.Double[-2, 2].Array[3]
        from raw in Gen.Double[-2, 2].Array[6]
        from limits in Gen.Double[-3, 3].Array[2]
        where normal.Any(c => Math.Abs(c) > 1e-3) && Math.Abs(limits[0] - limits[1]) > 1e-3
        select (new ActionNormalisation([.. scale.Zip(sign, (s, negative) => negative ? -s : s)], offset), normal, raw, limits.Min(), limits.Max())).Sample(
        (normalisation, normal, raw, lower, upper) =>
        {
            HalfSpacesOptions options = new()
            {
                Space = LimitSpace.Action,
                HalfSpaces = [new() { Normal = Arms.Normal(("x", normal[0]), ("y", normal[1]), ("z", normal[2])), Lower = lower, Upper = upper }],
            };
            double length = Math.Sqrt(normal.Zip(normalisation.Scale, (n, s) => n / s * (n / s)).Sum());
            double[] sums = [.. Enumerable.Range(0, 2).Select(t => Enumerable.Range(0, 3).Sum(d => normal[d] * raw[(t * 3) + d]))];
            double expected = sums.Max(s => Math.Max(0, Math.Max(lower - s, s - upper))) / length;

            double violation = Arms.Set(options).Build(Arms.Chunk(2, normalisation: normalisation)).LargestViolation(normalisation.Normalise(raw));

            Assert.Equal(expected, violation, 1e-9 * (1 + expected));
        },
        seed: Seed);

    [Fact]
    public void Normals_of_any_size_give_rows_of_length_one()
    {
        foreach (double size in new[] { 1e-200, 1e-3, 1e200 })
        {
            LinearConstraints rows = Arms.Rows(new() { Normal = Arms.Normal(("x", size), ("y", size)), Upper = size }, Arms.Chunk(1));
            Assert.Equal([Math.Sqrt(0.5), Math.Sqrt(0.5)], rows.Matrix.Values.Select(v => Math.Round(v, 15)), (a, b) => Math.Abs(a - b) < 1e-14);
            Assert.Equal(Math.Sqrt(0.5), rows.Upper[0], 14);
        }
    }

    [Theory]
    [InlineData(0.0, new[] { 3, 4 })]
    [InlineData(0.1, new[] { 2, 3 })]
    [InlineData(0.2, new[] { 1, 2 })]
    [InlineData(0.5, new int[0])]
    public void It_holds_from_its_first_moment_on_and_no_longer_at_its_last(double time, int[] steps)
    {
        HalfSpaceOptions half = new() { Normal = Arms.Normal(("x", 1)), Upper = 1, From = 0.3, Until = 0.5 };

        Assert.Equal(steps.Select(s => 3 * s), Arms.Rows(half, Arms.Chunk(5, time)).Matrix.Indices);
    }

    [Fact]
    public void Limits_follow_the_schedule_and_pass_over_evenly_where_asked()
    {
        HalfSpaceOptions half = new() { Normal = Arms.Normal(("z", -1)), Upper = 0, Schedule = [new() { From = 0.2, Upper = -0.2 }, new() { From = 0.4, Scale = 2, Lower = -3 }] };

        double[] Upper(Interpolation interpolate) => [.. Arms.Set(new() { HalfSpaces = [half], Interpolate = interpolate }).Build(Arms.Chunk(5)).Upper.Select(v => Math.Round(v, 9))];

        Assert.Equal([0, 0, -0.2, -0.2, 0], Upper(Interpolation.None));
        Assert.Equal([0, -0.1, -0.2, -0.1, 0], Upper(Interpolation.Linear));
    }

    [Fact]
    public void A_half_space_without_a_limit_at_a_time_has_no_row_then()
    {
        HalfSpaceOptions half = new() { Normal = Arms.Normal(("x", 1)), Schedule = [new() { From = 0.1, Lower = 0 }, new() { From = 0.3 }] };

        Assert.Equal([3, 6], Arms.Rows(half, Arms.Chunk(5)).Matrix.Indices);
        Assert.Empty(Arms.Rows(half, Arms.Chunk(5, 1)).Blocks);
    }

    [Fact]
    public void Each_is_a_block_with_its_name()
    {
        HalfSpacesOptions options = new() { HalfSpaces = [new() { Name = "table", Normal = Arms.Normal(("z", 1)), Lower = 0 }, new() { Normal = Arms.Normal(("x", 1)), Limit = 1 }] };

        Assert.Equal(["half-space 'table'", "halfSpaces[1]"], Arms.Set(options).Build(Arms.Chunk(2)).Blocks.Select(b => b.Source));
    }

    [Fact]
    public void Chunks_of_any_length_time_and_normalisation_in_any_order_have_the_rows_that_a_fresh_set_writes()
    {
        HalfSpacesOptions options = new() { Space = LimitSpace.Action, HalfSpaces = [new() { Normal = Arms.Normal(("x", 1), ("z", 2)), Lower = 0, From = 0.25 }] };
        ActionNormalisation one = new([2, 1, 4], [1, 0, 0]), two = new([1, 1, -1], [0, 0, 3]);
        IConstraintSet set = Arms.Set(options);
        foreach (ConstraintContext context in new[] { Arms.Chunk(4), Arms.Chunk(4, 0.2, one), Arms.Chunk(4, 0.2, one), Arms.Chunk(4, 0.2, two), Arms.Chunk(4, 0.3, one), Arms.Chunk(2, 0.3, one), Arms.Chunk(4) })
        {
            LinearConstraints used = set.Build(context), fresh = Arms.Set(options).Build(context);
            Assert.Equal(fresh.Matrix.ToDense(), used.Matrix.ToDense());
            Assert.Equal(fresh.Lower, used.Lower);
        }
    }

    [Fact]
    public void A_chunk_of_another_size_is_refused() => Assert.StartsWith(
        "The chunk has 4 dimensions, the action 3.",
        Assert.Throws<ArgumentException>(() => Arms.Rows(new() { Normal = Arms.Normal(("x", 1)), Limit = 1 }, new ConstraintContext(4, 4))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_plugin_announces_itself()
    {
        PluginAttribute attribute = (PluginAttribute)typeof(HalfSpacesPlugin).GetCustomAttributes(typeof(PluginAttribute), false)[0];

        Assert.Equal("half-spaces", attribute.Id);
        Assert.Equal(PluginKind.ConstraintSet, PluginKinds.KindOf(new HalfSpacesPlugin().Contract));
    }
}
