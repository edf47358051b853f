using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using DiffOG.Constraints.Box;
using DiffOG.Constraints.Difference;
using DiffOG.Constraints.HalfSpaces;
using Xunit;

namespace DiffOG.Constraints.Combined.Tests;

/// <summary>Which blocks become one, and what it says.</summary>
public sealed class MergingTests
{
    private static readonly ActionChunk Past = new(3, 3, [0, 0, 0, 0.01, 0.02, 0.03, 0.02, 0.04, 0.06]);

    [Fact]
    public void Differences_of_one_order_and_boxes_become_one_block_each_where_the_first_stood()
    {
        LinearConstraints rows = Arms.Set(
            new BoxOptions { Limit = 0.9 },
            new DifferenceOptions { Limit = 0.1 },
            new DifferenceOptions { Limit = 0.2, Order = 2 },
            new DifferenceOptions { Limit = 0.3, Lower = -0.05 },
            new BoxOptions { Lower = 0, Dimensions = ["z"] }).Build(Arms.Chunk(2, Past));

        Assert.Equal([typeof(BoxBlock), typeof(DifferenceBlock), typeof(DifferenceBlock)], rows.Blocks.Select(b => b.GetType()));
        Assert.Equal(["sets[0] box, sets[4] box", "sets[1] difference, sets[3] difference", "sets[2] difference"], rows.Blocks.Select(b => b.Source));
        Assert.Equal([-0.9, -0.9, 0, -0.9, -0.9, 0], rows.Blocks[0].RowLower);
        DifferenceBlock speed = (DifferenceBlock)rows.Blocks[1];
        Assert.All(speed.Lower, b => Assert.Equal(-0.05, b));
        Assert.All(speed.Upper, b => Assert.Equal(0.1, b));
        Assert.Equal((1, 2), (speed.Shape.Order, ((DifferenceBlock)rows.Blocks[2]).Shape.Order));
    }

    [Fact]
    public void Dimensions_that_are_bounded_apart_become_one_block_of_all()
    {
        DifferenceBlock block = (DifferenceBlock)Assert.Single(Arms.Set(
            new DifferenceOptions { Limit = 0.1, Dimensions = ["z"] },
            new DifferenceOptions { Limit = 0.2, Dimensions = ["x", "z"] }).Build(Arms.Chunk(2, Past)).Blocks);

        Assert.Equal([0, 2], block.Shape.Constrained);
        Assert.Equal([0.2, 0.1, 0.2, 0.1], block.Upper);
        Assert.Equal([0.22, 0.16, 0.2, 0.1], block.RowUpper.Select(v => Math.Round(v, 12)));
        Assert.Equal(1, block.Shape.Known);
    }

    [Fact]
    public void A_single_set_is_passed_on_with_its_name()
    {
        LinearConstraints rows = Arms.Set(new HalfSpacesOptions { HalfSpaces = [new() { Name = "ramp", Normal = new Dictionary<string, double> { ["x"] = 1, ["z"] = 1 }, Lower = -1 }] }).Build(Arms.Chunk(2));

        Assert.Equal("sets[0] half-spaces, half-space 'ramp'", Assert.IsType<GeneralBlock>(Assert.Single(rows.Blocks)).Source);
    }

    [Fact]
    public void Combinations_nest_and_merge_through()
    {
        LinearConstraints rows = Arms.Set(new BoxOptions { Limit = 0.9 }, Arms.Options(new BoxOptions { Upper = 0.5 }, new DifferenceOptions())).Build(Arms.Chunk(1, Past));

        Assert.Equal(["sets[0] box, sets[1] combined, sets[0] box", "sets[1] combined, sets[1] difference"], rows.Blocks.Select(b => b.Source));
        Assert.Equal([0.5, 0.5, 0.5], rows.Blocks[0].RowUpper);
    }

    [Fact]
    public void What_contradicts_at_some_time_stays_apart_and_is_found_with_both_names()
    {
        // Bounds that no schedule announces: at times after 5 s the second set asks for what the first one forbids.
        var strict = new Given(c => new LinearConstraints(c.Steps * 3, new BoxBlock(c.Steps * 3, [1], [c.Time > 5 ? 0.5 : -1], [1])));
        IConstraintSet set = Arms.Set(Arms.Context(null, null, ("given", strict)), new BoxOptions { Upper = 0.2 }, new NoOptions());

        Assert.Single(set.Build(Arms.Chunk(2)).Blocks);
        LinearConstraints rows = set.Build(Arms.Chunk(2, time: 6));

        Assert.Equal(2, rows.Blocks.Count);
        Assert.All(Enumerable.Range(0, rows.Rows), r => Assert.True(rows.Lower[r] < rows.Upper[r]));
        Assert.Equal(
            "No chunk satisfies all limits: at step 0 'y' must be at least 0.5 (sets[1] given) and at most 0.2 (sets[0] box).",
            Feasibility.FindContradiction(rows, 3)!.Describe(["x", "y", "z"]));
    }

    [Fact]
    public void Chunks_of_any_length_past_and_time_in_any_order_have_the_rows_that_a_fresh_set_writes()
    {
        object[] options =
        [
            new DifferenceOptions { Dimensions = ["x"] },
            new DifferenceOptions { Limit = 0.2, Schedule = [new() { From = 0.3, Scale = 0.5 }] },
            new BoxOptions { Limit = 2, Schedule = [new() { From = 0.5, Overrides = new Dictionary<string, BoundOptions> { ["y"] = new() { Upper = 1 } } }] },
            new BoxOptions { Dimensions = ["z"], Schedule = [new() { From = 0.2, Lower = -1 }] },
        ];
        IConstraintSet set = Arms.Set(options);
        foreach (ConstraintContext context in new[] { Arms.Chunk(4), Arms.Chunk(4, Past), Arms.Chunk(4, Past, 0.4), Arms.Chunk(4, Past, 0.4), Arms.Chunk(1, Past, 0.1), Arms.Chunk(4), Arms.Chunk(4, Past, 0.1) })
        {
            LinearConstraints used = set.Build(context), fresh = Arms.Set(options).Build(context);
            Assert.Equal(fresh.Matrix.ToDense(), used.Matrix.ToDense());
            Assert.Equal(fresh.Lower, used.Lower);
            Assert.Equal(fresh.Upper, used.Upper);
        }
    }

    [Fact]
    public void Rows_that_stay_the_same_are_written_out_once()
    {
        IConstraintSet set = Arms.Set(new DifferenceOptions { Dimensions = ["x"] }, new DifferenceOptions { Dimensions = ["y"] }, new BoxOptions { Limit = 2 }, new BoxOptions { Upper = 1 });
        ConstraintBlock[] first = [.. set.Build(Arms.Chunk(4, Past)).Blocks], second = [.. set.Build(Arms.Chunk(4, new ActionChunk(1, 3, new double[3]), 9)).Blocks];

        Assert.Equal(2, second.Length);
        Assert.All(first.Zip(second), pair => Assert.Same(pair.First.Matrix, pair.Second.Matrix));
    }

    [Fact]
    public void Times_of_change_are_those_of_all()
    {
        IConstraintSet set = Arms.Set(
            new DifferenceOptions { Schedule = [new() { From = 3 }, new() { From = 1 + 3 }] },
            new HalfSpacesOptions { HalfSpaces = [new() { Normal = new Dictionary<string, double> { ["x"] = 1 }, Upper = 1, From = 2, Until = 3 }] });

        Assert.Equal([2, 3, 4], set.ChangeTimes);
    }

    [Fact]
    public void The_plugin_announces_itself()
    {
        PluginAttribute attribute = (PluginAttribute)typeof(CombinedPlugin).GetCustomAttributes(typeof(PluginAttribute), false)[0];

        Assert.Equal("combined", attribute.Id);
        Assert.Equal(PluginKind.ConstraintSet, PluginKinds.KindOf(new CombinedPlugin().Contract));
    }

    /// <summary>A set given in code.</summary>
    private sealed class Given(Func<ConstraintContext, LinearConstraints> build) : Plugin<IConstraintSet, NoOptions>, IConstraintSet
    {
        public LinearConstraints Build(ConstraintContext context) => build(context);

        public override IConstraintSet Create(NoOptions options, PluginContext context) => this;
    }
}
