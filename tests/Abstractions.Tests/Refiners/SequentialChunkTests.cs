using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Refiners;
using Xunit;

namespace DiffOG.Abstractions.Tests.Refiners;

public sealed class SequentialChunkTests
{
    [Fact]
    public void Each_value_is_the_nearest_allowed_one_given_those_before()
    {
        // x₀ ≤ 1, x₁ − x₀ ≤ 2, and −x₂ − x₁ ≥ −4, that is x₂ ≤ 4 − x₁.
        var rows = new SparseRows(3, [0, 1, 3, 5], [0, 0, 1, 1, 2], [1, -1, 1, -1, -1]);
        var constraints = new LinearConstraints(3, new GeneralBlock(rows, [-9, -9, -4], [1, 2, 9]));

        ActionChunk chunk = SequentialChunk.Create(constraints, 1, (_, _) => 5);

        Assert.Equal([1, 3, 1], chunk.Values);
    }

    [Fact]
    public void What_no_row_bounds_becomes_what_is_wanted()
    {
        ActionChunk chunk = SequentialChunk.Create(LinearConstraints.None(4), 2, (i, before) => i == 0 ? 1 : before[i - 1] + 1);

        Assert.Equal((2, 2), (chunk.Steps, chunk.Dimensions));
        Assert.Equal([1, 2, 3, 4], chunk.Values);
    }

    [Theory]
    [InlineData(2.0, new[] { 1.9, 1.8, 1.7 })]
    [InlineData(-2.0, new[] { -1.9, -1.8, -1.7 })]
    [InlineData(1.15, new[] { 1.05, 1.0, 1.0 })]
    public void From_outside_its_box_a_value_comes_back_as_fast_as_differences_allow(double previous, double[] expected)
    {
        var box = new BoxBlock(3, [0, 1, 2], [-1, -1, -1], [1, 1, 1]);
        var steps = DifferenceBlock.Create(new DifferenceShape(3, 1, 1, 1, [0]), [-0.1, -0.1, -0.1], [0.1, 0.1, 0.1], new ActionChunk(1, 1, [previous]));

        foreach (LinearConstraints constraints in new LinearConstraints[] { new(3, box, steps), new(3, steps, box) })
            Assert.Equal(expected, SequentialChunk.Create(constraints, 1, (_, _) => 5 * Math.Sign(previous)).Values.Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void Low_orders_of_differences_win_over_high_ones()
    {
        var past = new ActionChunk(2, 1, [0, 0.5]);
        var speed = DifferenceBlock.Create(new DifferenceShape(1, 1, 1, 1, [0]), [-0.1], [0.1], past.Slice(1, 1));
        var acceleration = DifferenceBlock.Create(new DifferenceShape(1, 1, 2, 2, [0]), [-0.2], [0.2], past);

        Assert.Equal(0.6, SequentialChunk.Create(new LinearConstraints(1, acceleration, speed), 1, (_, _) => 0).Values[0], 12);
    }
}
