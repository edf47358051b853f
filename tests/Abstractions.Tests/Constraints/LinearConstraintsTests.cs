using DiffOG.Constraints;
using Xunit;

namespace DiffOG.Abstractions.Tests.Constraints;

public sealed class LinearConstraintsTests
{
    private static readonly LinearConstraints Two = new(2, new BoxBlock(2, [0], [-1], [1]), new BoxBlock(2, [1], [double.NegativeInfinity], [3]));

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(1.0, 3.0, 0.0)]
    [InlineData(-1.5, 0.0, 0.5)]
    [InlineData(1.25, 5.0, 2.0)]
    [InlineData(0.0, -1e9, 0.0)]
    public void The_largest_violation_is_that_of_the_worst_row(double x, double y, double violation) =>
        Assert.Equal(violation, Two.LargestViolation(new[] { x, y }));

    [Fact]
    public void The_violation_of_a_point_that_is_not_a_number_is_none() => Assert.True(double.IsNaN(Two.LargestViolation(new[] { double.NaN, 0 })));

    [Fact]
    public void Bounds_follow_the_order_of_the_blocks()
    {
        Assert.Equal(2, Two.Rows);
        Assert.Equal([-1, double.NegativeInfinity], Two.Lower);
        Assert.Equal([1, 3], Two.Upper);
    }

    [Fact]
    public void No_rows_are_satisfied_by_everything()
    {
        LinearConstraints none = LinearConstraints.None(4);

        Assert.Equal((4, 0, 0.0), (none.Variables, none.Rows, none.LargestViolation(new[] { 1e9, 0, 0, 0 })));
    }

    [Fact]
    public void A_block_over_other_variables_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new LinearConstraints(3, new BoxBlock(2, [0], [0], [1])));

        Assert.StartsWith("A block of BoxBlock has 2 variables, the problem 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_block_says_who_wrote_it_and_is_otherwise_the_same()
    {
        var block = new BoxBlock(2, [1], [-1], [1]);

        ConstraintBlock named = block.Named("table");

        Assert.Equal(("", "table"), (block.Source, named.Source));
        Assert.Same(block.RowLower, named.RowLower);
        Assert.Equal("table", ((BoxBlock)named).With([0], [2]).Source);
    }

    [Fact]
    public void Other_bounds_of_a_box_must_fit_it() => Assert.Throws<ArgumentException>(() => new BoxBlock(2, [1], [-1], [1]).With([0, 0], [1, 1]));

    [Fact]
    public void A_block_needs_as_many_lower_as_upper_bounds() => Assert.Throws<ArgumentException>(() => new BoxBlock(2, [0], [0], [1, 2]));
}
