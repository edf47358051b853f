using DiffOG.Diagnostics;
using DiffOG.Robots;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every robot driver must do. Run it against a device or its protocol simulator.</summary>
public abstract class RobotContract
{
    /// <summary>Makes the driver under test, not yet connected.</summary>
    protected abstract IRobot Create();

    /// <summary>The spec is known before connecting, and limits are on.</summary>
    [Fact]
    public async Task The_spec_is_known_before_connecting_and_limits_are_on()
    {
        await using IRobot robot = Create();
        Assert.NotEmpty(robot.Spec.Model);
        Assert.True(robot.Spec.Rate > 0);
        Assert.Equal(robot.Spec.Action.Size, robot.Spec.LargestStep.Count);
        Assert.All(robot.Spec.LargestStep, step => Assert.True(step > 0 && double.IsFinite(step)));
    }

    /// <summary>Nothing is read or sent before connecting.</summary>
    [Fact]
    public async Task Calls_before_connecting_are_refused()
    {
        await using IRobot robot = Create();
        await Assert.ThrowsAsync<InvalidOperationException>(() => robot.ReadAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => robot.SendAsync(new double[robot.Spec.Action.Size], TestContext.Current.CancellationToken));
    }

    /// <summary>A state has the shape of the spec; timestamps do not go back.</summary>
    [Fact]
    public async Task A_state_conforms_to_the_spec()
    {
        await using IRobot robot = await Connected();
        RobotState first = await robot.ReadAsync(TestContext.Current.CancellationToken);
        RobotState second = await robot.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(robot.Spec.Observations.Size, first.Observation.Values.Length);
        Numbers.Finite(first.Observation.Values, "state");
        Assert.True(second.Timestamp >= first.Timestamp);
    }

    /// <summary>What is sent stays within range and step limits, and is what is reported.</summary>
    [Fact]
    public async Task What_is_sent_stays_within_the_limits()
    {
        await using IRobot robot = await Connected();
        double[] far = [.. robot.Spec.Action.Dimensions.Select(d => d.Maximum + (10 * (d.Maximum - d.Minimum)))];
        double[] first = await robot.SendAsync(far, TestContext.Current.CancellationToken);
        double[] back = [.. robot.Spec.Action.Dimensions.Select(d => d.Minimum)];
        double[] second = await robot.SendAsync(back, TestContext.Current.CancellationToken);
        for (int d = 0; d < first.Length; d++)
        {
            Assert.InRange(first[d], robot.Spec.Action.Dimensions[d].Minimum, robot.Spec.Action.Dimensions[d].Maximum);
            Assert.InRange(Math.Abs(second[d] - first[d]), 0, robot.Spec.LargestStep[d] * (1 + 1e-9));
        }
    }

    /// <summary>A command that is not a number, or of another length, never reaches the robot.</summary>
    [Fact]
    public async Task A_bad_command_is_refused()
    {
        await using IRobot robot = await Connected();
        double[] bad = new double[robot.Spec.Action.Size];
        bad[^1] = double.NaN;
        await Assert.ThrowsAsync<DiffOGException>(() => robot.SendAsync(bad, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<Exception>(() => robot.SendAsync(new double[robot.Spec.Action.Size + 1], TestContext.Current.CancellationToken));
    }

    /// <summary>Stopping is always allowed.</summary>
    [Fact]
    public async Task Stopping_twice_and_before_connecting_is_allowed()
    {
        await using IRobot robot = Create();
        await robot.StopAsync(TestContext.Current.CancellationToken);
        await robot.ConnectAsync(TestContext.Current.CancellationToken);
        await robot.StopAsync(TestContext.Current.CancellationToken);
        await robot.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task<IRobot> Connected()
    {
        IRobot robot = Create();
        await robot.ConnectAsync(TestContext.Current.CancellationToken);
        return robot;
    }
}
