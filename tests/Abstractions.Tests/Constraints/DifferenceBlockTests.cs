using DiffOG.Actions;
using DiffOG.Constraints;
using Xunit;

namespace DiffOG.Abstractions.Tests.Constraints;

public sealed class DifferenceBlockTests
{
    [Theory]
    [InlineData(1, new[] { 1.0, -1 })]
    [InlineData(2, new[] { 1.0, -2, 1 })]
    [InlineData(3, new[] { 1.0, -3, 3, -1 })]
    public void Coefficients_are_binomial(int order, double[] latestFirst)
    {
        var block = Block(new DifferenceShape(order + 1, 1, order, 0, [0]), null);

        Assert.Equal(1, block.Rows);
        Assert.Equal(latestFirst.Reverse(), block.Row(0).Select(e => e.Value));
        Assert.Equal(Enumerable.Range(0, order + 1), block.Row(0).Select(e => e.Column));
    }

    [Fact]
    public void Rows_run_over_time_with_the_dimensions_of_one_step_side_by_side()
    {
        var shape = new DifferenceShape(4, 3, 1, 0, [0, 2]);

        Assert.Equal((1, 6), (shape.FirstStep, shape.Rows));
        Assert.Equal([(1, 0), (1, 2), (2, 0), (2, 2), (3, 0), (3, 2)], Enumerable.Range(0, 6).Select(shape.PlaceOf));
    }

    [Fact]
    public void A_chunk_shorter_than_the_order_has_no_rows_without_a_past() => Assert.Equal(0, new DifferenceShape(2, 1, 3, 0, [0]).Rows);

    [Fact]
    public void What_is_known_is_folded_into_the_bounds_and_the_differences_keep_theirs()
    {
        DifferenceBlock block = Block(new DifferenceShape(2, 1, 2, 2, [0]), new ActionChunk(2, 1, [1, 3]));

        // x₀ − 2·3 + 1 and x₁ − 2 x₀ + 3.
        Assert.Equal([-1, -1], block.Lower);
        Assert.Equal([4, -4], block.RowLower);
        Assert.Equal([6, -2], block.RowUpper);
    }

    [Fact]
    public void Without_a_past_it_has_no_gradient() =>
        Assert.Null(Block(new DifferenceShape(3, 1, 1, 0, [0]), null).PreviousGradient(new double[2], new double[2]));

    [Fact]
    public void Bounds_and_previous_actions_must_fit_the_shape()
    {
        var shape = new DifferenceShape(3, 2, 1, 1, [0, 1]);

        Assert.Throws<ArgumentException>(() => DifferenceBlock.Create(shape, new double[5], new double[6], null));
        ArgumentException error = Assert.Throws<ArgumentException>(() => DifferenceBlock.Create(shape, new double[6], new double[6], null));
        Assert.StartsWith("The shape knows 1 previous actions of 2 dimensions; 0 of 0 were given.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => DifferenceBlock.Create(shape, new double[6], new double[6], new ActionChunk(1, 3, new double[3])));
    }

    [Fact]
    public void a_block_is_restored_from_its_folded_bounds_bit_for_bit()
    {
        var shape = new DifferenceShape(3, 2, 1, 1, [1]);
        DifferenceBlock made = DifferenceBlock.Create(shape, [-0.1, double.NegativeInfinity, -0.1], [0.1, 0.2, 0.3], new ActionChunk(1, 2, [5, 1.0 / 3]));
        DifferenceBlock restored = DifferenceBlock.Restore(shape, made.Lower, made.Upper, made.RowLower, made.RowUpper, made.Previous);
        Assert.Same(made.Previous, restored.Previous);
        Assert.Equal(made.RowLower, restored.RowLower);
        Assert.Equal(made.RowUpper, restored.RowUpper);
        Assert.Equal((made.Lower, made.Upper), (restored.Lower, restored.Upper));
        Assert.All(Enumerable.Range(0, 3), r => Assert.Equal(made.Row(r), restored.Row(r)));
        Assert.Throws<ArgumentException>(() => DifferenceBlock.Restore(shape, made.Lower, made.Upper, made.RowLower, new double[2]));
        Assert.Throws<ArgumentException>(() => DifferenceBlock.Restore(shape, made.Lower, made.Upper, made.RowLower, made.RowUpper, new ActionChunk(2, 2, new double[4])));
    }

    [Fact]
    public void Other_bounds_and_another_past_give_the_block_that_is_made_of_them_from_the_start()
    {
        var shape = new DifferenceShape(4, 2, 2, 1, [1]);
        DifferenceBlock first = Block(shape, new ActionChunk(1, 2, [7, 8]));
        var previous = new ActionChunk(1, 2, [5, -3]);
        double[] lower = [-4, -3, -2], upper = [1, 2, 3];

        DifferenceBlock other = ((DifferenceBlock)first.Named("arm")).With(lower, upper, previous), made = DifferenceBlock.Create(shape, lower, upper, previous);

        Assert.Equal(made.RowLower, other.RowLower);
        Assert.Equal(made.RowUpper, other.RowUpper);
        Assert.Equal(made.Matrix.ToDense(), other.Matrix.ToDense());
        Assert.Same(previous, other.Previous);
        Assert.Equal("arm", other.Source);
        Assert.Same(other.Matrix, other.With(lower, upper, previous).Matrix);
        Assert.Throws<ArgumentException>(() => first.With(lower, upper, null));
    }

    private static DifferenceBlock Block(DifferenceShape shape, ActionChunk? previous) =>
        DifferenceBlock.Create(shape, [.. Enumerable.Repeat(-1.0, shape.Rows)], [.. Enumerable.Repeat(1.0, shape.Rows)], previous);
}
