using DiffOG.Actions;
using DiffOG.Host.Evaluation;
using Xunit;

namespace DiffOG.Host.Tests.Evaluation;

public sealed class PreviousActionsTests
{
    [Fact]
    public void the_command_in_force_stands_before_the_first_actions()
    {
        Assert.Equal([7, 8], PreviousActions.Of([7, 8], []).Values);
        ActionChunk some = PreviousActions.Of([7, 8], [1, 2, 3, 4]);
        Assert.Equal((3, 2), (some.Steps, some.Dimensions));
        Assert.Equal([7, 8, 1, 2, 3, 4], some.Values);
    }

    [Fact]
    public void no_more_than_sixteen_are_told()
    {
        double[] executed = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        Assert.Equal([-1, .. executed[..15]], PreviousActions.Of([-1], executed.AsSpan(0, 15)).Values);
        Assert.Equal(executed[..16], PreviousActions.Of([-1], executed.AsSpan(0, 16)).Values);
        Assert.Equal(executed[4..], PreviousActions.Of([-1], executed).Values);
    }
}
