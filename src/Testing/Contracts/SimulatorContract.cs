using DiffOG.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every simulator must do.</summary>
public abstract class SimulatorContract
{
    /// <summary>Makes the simulator under test, with a step limit of at most a few hundred steps.</summary>
    protected abstract ISimulator Create();

    /// <summary>How many steps the tests take at most.</summary>
    protected virtual int FewSteps => 12;

    /// <summary>A reset begins an episode.</summary>
    [Fact]
    public void A_reset_begins_an_episode()
    {
        using ISimulator simulator = Create();
        TimeStep step = simulator.Reset(3);
        Assert.Equal(StepKind.First, step.Kind);
        AssertConforms(simulator, step);
        Assert.Equal(simulator.Spec.Action.Size, simulator.CommandInForce.Length);
        Numbers.Finite(simulator.CommandInForce.ToArray(), "command in force");
    }

    /// <summary>Steps conform to the spec, and the last command is in force.</summary>
    [Fact]
    public void Steps_conform_to_the_spec()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        foreach (double[] action in Actions(simulator, 1))
        {
            TimeStep step = simulator.Step(action);
            AssertConforms(simulator, step);
            Numbers.Close(Clipped(simulator, action), simulator.CommandInForce.ToArray(), 1e-12);
            if (step.Kind == StepKind.Last)
                return;
            Assert.Equal(StepKind.Mid, step.Kind);
        }
    }

    /// <summary>The order of calls is checked.</summary>
    [Fact]
    public void A_step_before_a_reset_is_refused()
    {
        using ISimulator simulator = Create();
        Assert.Throws<InvalidOperationException>(() => simulator.Step(new double[simulator.Spec.Action.Size]));
    }

    /// <summary>An episode ends at the step limit, and nothing may follow.</summary>
    [Fact]
    public void An_episode_ends_at_the_step_limit()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        double[] hold = simulator.CommandInForce.ToArray();
        int steps = 0;
        while (simulator.Step(hold).Kind != StepKind.Last)
            Assert.True(++steps < simulator.Spec.MaxSteps, $"Still going on after {steps} steps of {simulator.Spec.MaxSteps}.");
        Assert.Throws<InvalidOperationException>(() => simulator.Step(hold));
        Assert.Equal(StepKind.First, simulator.Reset(4).Kind);
    }

    /// <summary>Bad actions are refused before they reach the physics.</summary>
    [Fact]
    public void Bad_actions_are_refused()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        double[] bad = simulator.CommandInForce.ToArray();
        bad[0] = double.NaN;
        Assert.Throws<ArgumentException>(() => simulator.Step(bad));
        Assert.Throws<ArgumentException>(() => simulator.Step(new double[simulator.Spec.Action.Size + 1]));
    }

    /// <summary>Equal seeds and actions give equal episodes, to the bit, in another instance and after other episodes.</summary>
    [Fact]
    public void Episodes_repeat_bit_for_bit()
    {
        using ISimulator first = Create();
        using ISimulator second = Create();
        second.Reset(99);
        second.Step(second.CommandInForce);
        Assert.Equal(Play(first, 3), Play(second, 3));
    }

    /// <summary>Seeds matter.</summary>
    [Fact]
    public void Different_seeds_give_different_beginnings()
    {
        using ISimulator simulator = Create();
        Assert.NotEqual(simulator.Reset(3).Observation.Values, simulator.Reset(4).Observation.Values);
    }

    /// <summary>A restored state continues to the bit.</summary>
    [Fact]
    public void A_restored_state_continues_bit_for_bit()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        double[][] actions = [.. Actions(simulator, 2)];
        foreach (double[] action in actions.Take(FewSteps / 2))
            simulator.Step(action);
        SimulatorState state = simulator.SaveState();
        double[][] once = [.. actions.Skip(FewSteps / 2).Select(a => simulator.Step(a).Observation.Values)];
        simulator.RestoreState(state);
        double[][] again = [.. actions.Skip(FewSteps / 2).Select(a => simulator.Step(a).Observation.Values)];
        Assert.Equal(once, again);
    }

    /// <summary>Cameras give pictures that are not black, or an error that says what is missing.</summary>
    [Fact]
    public void Cameras_give_pictures()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        foreach (CameraSpec camera in simulator.Spec.Cameras)
        {
            try
            {
                Image image = simulator.Render(camera.Name, 64, 48);
                Assert.Equal((64, 48, 64 * 48 * 3), (image.Width, image.Height, image.Rgb.Length));
                Assert.True(image.Rgb.Distinct().Count() > 3, $"The picture of '{camera.Name}' is empty.");
            }
            catch (DiffOGException error) when (error.Id.StartsWith("DOG16", StringComparison.Ordinal))
            {
                Assert.Skip(error.Message);
            }
        }
    }

    /// <summary>A demonstrator acts within the spec, and repeats itself for equal seeds.</summary>
    [Fact]
    public void A_demonstrator_acts_within_the_spec_and_repeats()
    {
        using ISimulator simulator = Create();
        Assert.SkipWhen(simulator.CreateDemonstrator(1) is null, "This task has no scripted expert.");
        double[][] first = Demonstrate(simulator), second = Demonstrate(simulator);
        Assert.All(first, action => Assert.Equal(simulator.Spec.Action.Size, action.Length));
        Assert.All(first, action => Numbers.Finite(action, "expert's action"));
        Assert.Equal(first, second);
    }

    private double[][] Demonstrate(ISimulator simulator)
    {
        simulator.Reset(5);
        IDemonstrator expert = simulator.CreateDemonstrator(5)!;
        List<double[]> actions = [];
        for (int i = 0; i < FewSteps; i++)
        {
            actions.Add(expert.Act());
            if (simulator.Step(actions[^1]).Kind == StepKind.Last)
                break;
        }
        return [.. actions];
    }

    private double[][] Play(ISimulator simulator, long seed)
    {
        List<double[]> seen = [simulator.Reset(seed).Observation.Values];
        foreach (double[] action in Actions(simulator, seed))
        {
            TimeStep step = simulator.Step(action);
            seen.Add(step.Observation.Values);
            if (step.Kind == StepKind.Last)
                break;
        }
        return [.. seen];
    }

    private double[][] Actions(ISimulator simulator, long seed)
    {
        IReadOnlyList<ActionDimension> dimensions = simulator.Spec.Action.Dimensions;
        return [.. Enumerable.Range(0, FewSteps).Select(i => RandomValues.Normal(dimensions.Count, seed + (100 * i))
            .Select((v, d) => ((dimensions[d].Minimum + dimensions[d].Maximum) / 2) + (0.2 * v * (dimensions[d].Maximum - dimensions[d].Minimum))).ToArray())];
    }

    private static double[] Clipped(ISimulator simulator, double[] action) =>
        [.. action.Select((a, d) => Math.Clamp(a, simulator.Spec.Action.Dimensions[d].Minimum, simulator.Spec.Action.Dimensions[d].Maximum))];

    private static void AssertConforms(ISimulator simulator, TimeStep step)
    {
        Assert.Equal(simulator.Spec.Observations.Size, step.Observation.Values.Length);
        Numbers.Finite(step.Observation.Values, "observation");
        Assert.InRange(step.Score, 0, 1);
    }
}
