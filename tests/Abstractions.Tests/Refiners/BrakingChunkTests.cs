using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Refiners;
using Xunit;

namespace DiffOG.Abstractions.Tests.Refiners;

/// <summary>The continuation that a robot falls back to.</summary>
public sealed class BrakingChunkTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void Speed_limits_that_allow_rest_hold_the_last_action()
    {
        ActionChunk brake = BrakingChunk.Create(Past(3, -2), Limits(4, 2, 1, 1, -0.1, 0.1, Past(3, -2)));

        Assert.Equal([3, -2, 3, -2, 3, -2, 3, -2], brake.Values);
    }

    [Fact]
    public void Speed_limits_without_zero_move_by_the_value_nearest_to_it()
    {
        ActionChunk brake = BrakingChunk.Create(Past(1, 1), Limits(2, 2, 1, 1, 0.25, 0.5, Past(1, 1)));

        Assert.Equal([1.25, 1.25, 1.5, 1.5], brake.Values);
    }

    [Fact]
    public void Acceleration_limits_are_used_up_until_the_motion_rests()
    {
        ActionChunk past = new(2, 1, [0, 1]);

        ActionChunk brake = BrakingChunk.Create(past, Limits(5, 1, 2, 2, -0.375, 0.375, past));

        Assert.Equal([1.625, 1.875, 1.875, 1.875, 1.875], brake.Values);
    }

    // From an acceleration of 1, 0.02 a step needs 50 steps to end it, and as many again for the speed that came up meanwhile.
    [Fact]
    public void Jerk_limits_bring_speed_and_acceleration_to_zero_together() => (
        from past in Gen.Double[-0.25, 0.25].Array[3]
        from lower in Gen.Double[-0.2, -0.02]
        from upper in Gen.Double[0.02, 0.2]
        select (past: new ActionChunk(3, 1, past), lower, upper)).Sample(
        c =>
        {
            LinearConstraints limits = Limits(300, 1, 3, 3, c.lower, c.upper, c.past);

            ActionChunk brake = BrakingChunk.Create(c.past, limits);

            Assert.True(limits.LargestViolation(brake.Values) < 1e-12);
            Assert.Equal(brake[299, 0], brake[260, 0], 1e-9);
        },
        seed: Seed);

    [Fact]
    public void Braking_is_feasible_for_every_order_and_any_past() => (
        from order in Gen.Int[1, 3]
        from known in Gen.Int[1, 3]
        from past in Gen.Double[-5, 5].Array[known * 3]
        from lower in Gen.Double[-0.3, 0.1]
        from width in Gen.Double[0.01, 1]
        select (order, known: Math.Min(known, order), past: new ActionChunk(known, 3, past), lower, width)).Sample(
        c =>
        {
            ActionChunk latest = c.past.Slice(c.past.Steps - c.known, c.known);
            LinearConstraints limits = Limits(16, 3, c.order, c.known, c.lower, c.lower + c.width, latest);

            Assert.True(limits.LargestViolation(BrakingChunk.Create(c.past, limits).Values) < 1e-11);
        },
        seed: Seed);

    [Fact]
    public void Boxes_and_rows_that_contradict_each_other_end_in_a_measured_violation()
    {
        var box = new LinearConstraints(2, new BoxBlock(2, [1], [5], [6]), new BoxBlock(2, [1], [1], [2]));

        ActionChunk brake = BrakingChunk.Create(Past(0), box);

        Assert.Equal([0, 5], brake.Values);
        Assert.Equal(3, box.LargestViolation(brake.Values));
    }

    [Fact]
    public void A_past_that_is_not_finite_shows_in_the_result() =>
        Assert.True(double.IsNaN(BrakingChunk.Create(Past(double.NaN), LinearConstraints.None(2)).Values[0]));

    [Fact]
    public void Variables_that_are_no_chunk_are_refused() =>
        Assert.Throws<ArgumentException>(() => BrakingChunk.Create(Past(1, 2), LinearConstraints.None(3)));

    private static ActionChunk Past(params double[] values) => new(1, values.Length, values);

    private static LinearConstraints Limits(int steps, int dimensions, int order, int known, double lower, double upper, ActionChunk past)
    {
        var shape = new DifferenceShape(steps, dimensions, order, known, [.. Enumerable.Range(0, dimensions)]);
        return new LinearConstraints(
            steps * dimensions,
            DifferenceBlock.Create(shape, [.. Enumerable.Repeat(lower, shape.Rows)], [.. Enumerable.Repeat(upper, shape.Rows)], past));
    }
}
