using DiffOG.Actions;
using Xunit;

namespace DiffOG.Abstractions.Tests.Actions;

public sealed class ActionChunkTests
{
    private static readonly ActionChunk Chunk = new(3, 2, [0, 1, 10, 11, 20, 21]);

    [Fact]
    public void Values_are_time_major() => Assert.Equal((11, 20), (Chunk[1, 1], Chunk[2, 0]));

    [Fact]
    public void A_step_is_a_view() => Assert.Equal([10.0, 11], Chunk.Step(1).ToArray());

    [Fact]
    public void A_slice_is_a_copy()
    {
        ActionChunk slice = Chunk.Slice(1, 2);
        slice.Values[0] = 99;

        Assert.Equal((2, 2, 10), (slice.Steps, slice.Dimensions, Chunk[1, 0]));
        Assert.Equal([99, 11, 20, 21], slice.Values);
    }

    [Fact]
    public void Values_are_not_copied()
    {
        double[] values = [1, 2];

        Assert.Same(values, new ActionChunk(2, 1, values).Values);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(2, 2, 3)]
    public void Shapes_that_do_not_fit_are_refused(int steps, int dimensions, int count)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ActionChunk(steps, dimensions, new double[count]));

        Assert.StartsWith($"{count} values are not {steps} steps of {dimensions} dimensions.", error.Message, StringComparison.Ordinal);
    }
}
