using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Policies.Leto.Optimisation;
using Xunit;

namespace DiffOG.Policies.Leto.Tests;

public sealed class LimitTests
{
    private static readonly ConstraintContext Shape = new(Arm.Steps, Arm.Dimensions);

    [Fact]
    public void Every_step_of_the_motion_dimensions_is_bounded_and_the_gripper_is_free()
    {
        BoxBlock box = Box(Shape);
        Assert.Equal([0, 1, 3, 4, 6, 7, 9, 10], box.Indices);
        Assert.All(box.RowLower, b => Assert.Equal(-1, b));
        Assert.All(box.RowUpper, b => Assert.Equal(1, b));
    }

    [Fact]
    public void The_bound_grows_to_hold_a_previous_action_outside_it()
    {
        BoxBlock box = Box(Shape with { Previous = Arm.Previous(1.4, -0.3, 5) });
        Assert.Equal((-1, 1.4), (box.RowLower[0], box.RowUpper[0]));
        Assert.Equal((-1, 1), (box.RowLower[1], box.RowUpper[1]));
    }

    [Fact]
    public void Holding_the_last_command_is_always_allowed()
    {
        ActionChunk previous = Arm.Previous(1.4, -7, 0.5);
        double[] held = [.. Enumerable.Range(0, Arm.Steps).SelectMany(_ => previous.Values)];
        Assert.Equal(0, Arm.Limits(0.1).Build(Shape with { Previous = previous }).LargestViolation(held));
    }

    [Fact]
    public void Without_a_limit_the_chosen_set_stays_alone() =>
        Assert.IsType<DifferenceBlock>(Assert.Single(new LimitedConstraints(Arm.Plugins.Create<IConstraintSet>(new() { Id = "difference" }, Arm.Context), null, [0, 1]).Build(Shape).Blocks));

    [Fact]
    public void A_chunk_that_leaves_its_limits_is_replaced_by_braking_and_another_is_not_touched()
    {
        var held = new HeldChunks(Arm.Limits(0.1));
        ConstraintContext context = Shape with { Previous = Arm.Previous(0.3, 0.2, -1) };
        var good = new ActionChunk(Arm.Steps, Arm.Dimensions, [.. Enumerable.Range(0, Arm.Steps).SelectMany(t => new[] { 0.3 + (0.05 * t), 0.2, 1 })]);
        Assert.Same(good, held.Hold(good, context));
        double[] values = [.. good.Values];
        values[3] += 0.2;
        ActionChunk braked = held.Hold(new ActionChunk(Arm.Steps, Arm.Dimensions, values), context);
        Assert.All(Enumerable.Range(0, Arm.Steps), t => Assert.Equal((0.3, 0.2, -1), (braked[t, 0], braked[t, 1], braked[t, 2])));
        values[3] = double.NaN;
        Assert.All(held.Hold(new ActionChunk(Arm.Steps, Arm.Dimensions, values), Shape).Values, v => Assert.Equal(0, v));
    }

    private static BoxBlock Box(ConstraintContext context) => Arm.Limits(0.1).Build(context).Blocks.OfType<BoxBlock>().Single();
}
