using DiffOG.Diagnostics;
using DiffOG.Robots.Loopback;
using Xunit;

namespace DiffOG.Robots.Loopback.Tests;

public sealed class LoopbackRobotTests
{
    [Fact]
    public async Task It_goes_where_it_is_told_one_limited_step_at_a_time()
    {
        await using var robot = new LoopbackRobot(new LoopbackOptions { Joints = 1, LargestStep = 0.5, Maximum = 1 }, TimeProvider.System);
        await robot.ConnectAsync(TestContext.Current.CancellationToken);
        double[] target = [2.0];
        Assert.Equal<IEnumerable<double>>([0.5], await robot.SendAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal<IEnumerable<double>>([1.0], await robot.SendAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal<IEnumerable<double>>([1.0], await robot.SendAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal<IEnumerable<double>>([1.0], (await robot.ReadAsync(TestContext.Current.CancellationToken)).Observation.Values);
    }

    [Fact]
    public async Task A_command_with_one_bad_joint_moves_no_joint()
    {
        await using var robot = new LoopbackRobot(new LoopbackOptions { Joints = 2 }, TimeProvider.System);
        await robot.ConnectAsync(TestContext.Current.CancellationToken);
        double[] bad = [0.04, double.NaN];
        DiffOGException error = await Assert.ThrowsAsync<DiffOGException>(() => robot.SendAsync(bad, TestContext.Current.CancellationToken));
        Assert.Equal("DOG2001: The command for 'joint2' is NaN; nothing was sent. Find where the value came from: a policy or refiner returned something that is not a number.", error.Message);
        Assert.Equal<IEnumerable<double>>([0.0, 0.0], (await robot.ReadAsync(TestContext.Current.CancellationToken)).Observation.Values);
    }
}
