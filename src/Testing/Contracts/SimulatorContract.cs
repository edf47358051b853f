using DiffOG.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every simulator must do.</summary>
public abstract partial class SimulatorContract
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

    /// <summary>Equal seeds and actions give equal episodes, to the bit, in another instance and after other episodes.</summary>
    [Fact]
    public void Episodes_repeat_bit_for_bit()
    {
        using ISimulator first = Create();
        using ISimulator second = Create();
        second.Reset(99);
        second.Step(second.CommandInForce);
        (double[][] seen, double[][] states) = Play(first, 3);
        (double[][] seenAgain, double[][] statesAgain) = Play(second, 3);
        Bits.Same(seen, seenAgain, "The same seed and actions gave another episode in another instance: what was seen after step");
        Bits.Same(states, statesAgain, "What was seen is the same, but the saved states differ, in a part that is not observed: the state after step");
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
        (SimulatorState state, double[][] actions, double[][] once) = SaveOnTheWay(simulator);
        simulator.RestoreState(state);
        Bits.Same([state.Values], [simulator.SaveState().Values], "Saved again right after being restored, the state is another one: restored state");
        Bits.Same(once, Continue(simulator, actions), "A restored episode went on in another way: what was seen after step");
    }

    /// <summary>A state continues in another instance, before its first episode too.</summary>
    [Fact]
    public void A_state_continues_in_another_instance()
    {
        using ISimulator simulator = Create();
        using ISimulator other = Create();
        (SimulatorState state, double[][] actions, double[][] once) = SaveOnTheWay(simulator);
        other.RestoreState(state);
        Bits.Same(once, Continue(other, actions), "An episode restored in another instance went on in another way; something it depends on is not in the state: what was seen after step");
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

    private (double[][] Seen, double[][] States) Play(ISimulator simulator, long seed)
    {
        List<double[]> seen = [simulator.Reset(seed).Observation.Values], states = [simulator.SaveState().Values];
        foreach (double[] action in Actions(simulator, seed))
        {
            TimeStep step = simulator.Step(action);
            seen.Add(step.Observation.Values);
            states.Add(simulator.SaveState().Values);
            if (step.Kind == StepKind.Last)
                break;
        }
        return ([.. seen], [.. states]);
    }

    // A state in the middle of an episode, and what came after it.
    private (SimulatorState State, double[][] Actions, double[][] Seen) SaveOnTheWay(ISimulator simulator)
    {
        simulator.Reset(3);
        double[][] actions = Actions(simulator, 2);
        Continue(simulator, actions[..(FewSteps / 2)]);
        SimulatorState state = simulator.SaveState();
        double[][] rest = actions[(FewSteps / 2)..];
        return (state, rest, Continue(simulator, rest));
    }

    private static double[][] Continue(ISimulator simulator, double[][] actions) => [.. actions.Select(a => simulator.Step(a).Observation.Values)];

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
