using System.ComponentModel.DataAnnotations;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Specs;
using Xunit;

namespace WorkspaceBox.Tests;

public sealed class BoxTests
{
    [Fact]
    public void Every_step_stays_between_the_sides()
    {
        LinearConstraints rows = Build(new ConstraintContext(2, 3), ("y", null, 300), ("x", 50, 450));
        Assert.Equal([0, 1, 3, 4], Assert.IsType<BoxBlock>(Assert.Single(rows.Blocks)).Indices);
        Assert.Equal([50, double.NegativeInfinity, 50, double.NegativeInfinity], rows.Lower);
        Assert.Equal([450, 300, 450, 300], rows.Upper);
        Assert.Equal(0, rows.LargestViolation(new double[] { 50, -900, 7, 450, 300, 7 }));
        Assert.Equal(2, rows.LargestViolation(new double[] { 48, 0, 0, 60, 301, 0 }));
    }

    [Fact]
    public void Raw_bounds_are_normalised_and_a_negative_scale_turns_them_around()
    {
        var normalisation = new ActionNormalisation([0.004, -0.01, 1], [-1, 2, 0]);
        LinearConstraints rows = Build(new ConstraintContext(1, 3) { Normalisation = normalisation }, ("x", 50, 450), ("y", 100, null));
        Assert.Equal([-0.8, double.NegativeInfinity], rows.Lower);
        Assert.Equal([0.8, 1], rows.Upper);
    }

    [Fact]
    public void Relative_actions_are_refused() => Assert.Equal(
        "BOX01", Assert.Throws<DiffOGException>(() => new WorkspaceBoxPlugin().Create(Plane.Box(("x", 0, 1)), Plane.Context(ActionMode.Relative))).Id);

    [Fact]
    public void Unknown_dimensions_are_named_with_those_there_are() => Assert.Equal(
        "BOX02: The workspace box names q, z; the action has x, y, grip. Use names of the action's dimensions in 'sides'.",
        Assert.Throws<DiffOGException>(() => Build(new ConstraintContext(1, 3), ("z", 0, 1), ("q", 0, 1))).Message);

    [Theory]
    [InlineData(null, null, "'x' has neither a minimum nor a maximum")]
    [InlineData(2.5, 2.5, "'x' goes from 2.5 to 2.5; the minimum must be smaller")]
    [InlineData(double.NaN, 1.0, "'x' has the minimum NaN, which is not finite")]
    [InlineData(0.0, double.PositiveInfinity, "'x' has the maximum Infinity, which is not finite")]
    public void A_side_that_holds_nothing_is_refused(double? minimum, double? maximum, string text) =>
        Assert.Equal(text, Assert.Single(Faults(Plane.Box(("x", minimum, maximum)))));

    [Fact]
    public void A_box_without_sides_is_refused() => Assert.Equal("is empty; name at least one dimension", Assert.Single(Faults(Plane.Box())));

    private static LinearConstraints Build(ConstraintContext context, params (string, double?, double?)[] sides) =>
        new WorkspaceBoxPlugin().Create(Plane.Box(sides), Plane.Context()).Build(context);

    private static IEnumerable<string?> Faults(WorkspaceBoxOptions options) => options.Validate(new ValidationContext(options)).Select(f => f.ErrorMessage);
}
