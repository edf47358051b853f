using DiffOG.Simulation;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <content>What is refused, and that nothing comes of it.</content>
public abstract partial class SimulatorContract
{
    private static readonly double[] NotNumbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>Actions that are not finite, or of another length, are refused before they reach the physics.</summary>
    [Fact]
    public void Bad_actions_are_refused()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        foreach ((double[] action, string what) in BadActions(simulator))
            Refused(() => simulator.Step(action), what);
    }

    /// <summary>A refused action leaves the world as it was: state, command in force, and all that follows.</summary>
    [Fact]
    public void A_refused_action_leaves_the_world_as_it_was()
    {
        using ISimulator simulator = Create();
        using ISimulator undisturbed = Create();
        foreach (ISimulator world in (ISimulator[])[simulator, undisturbed])
        {
            world.Reset(3);
            world.Step(Actions(world, 1)[0]);
        }
        foreach ((double[] action, string what) in BadActions(simulator))
        {
            SimulatorState before = simulator.SaveState();
            double[] command = simulator.CommandInForce.ToArray();
            Record.Exception(() => simulator.Step(action));
            Bits.Same([before.Values], [simulator.SaveState().Values], $"{what} was refused, but changed the world; check the whole action before taking anything from it: state");
            Bits.Same([command], [simulator.CommandInForce.ToArray()], $"{what} was refused, but changed the command in force; check the whole action before taking anything from it: command");
        }
        double[] next = Actions(simulator, 1)[1];
        Bits.Same([undisturbed.Step(next).Observation.Values], [simulator.Step(next).Observation.Values], "After refused actions the episode went on in another way: what was seen after step");
    }

    /// <summary>Actions out of range count as their nearest ones in range.</summary>
    [Fact]
    public void Actions_out_of_range_are_clipped()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        SimulatorState start = simulator.SaveState();
        foreach (int sign in (int[])[1, -1])
        {
            double[] far = [.. simulator.Spec.Action.Dimensions.Select(d => sign > 0 ? d.Maximum + (1e6 * (d.Maximum - d.Minimum)) : d.Minimum - (1e6 * (d.Maximum - d.Minimum)))];
            simulator.RestoreState(start);
            double[] seen = simulator.Step(far).Observation.Values;
            Bits.Same([Clipped(simulator, far)], [simulator.CommandInForce.ToArray()], "The command in force is not the action clipped to the range of the spec: command");
            simulator.RestoreState(start);
            Bits.Same([simulator.Step(Clipped(simulator, far)).Observation.Values], [seen], "An action out of range did something else than the nearest one in range: what was seen after step");
        }
    }

    /// <summary>A buffer for another number of values is refused before anything happens.</summary>
    [Fact]
    public void An_observation_of_another_length_is_refused()
    {
        using ISimulator simulator = Create();
        simulator.Reset(3);
        SimulatorState before = simulator.SaveState();
        double[] hold = simulator.CommandInForce.ToArray();
        foreach (int size in (int[])[simulator.Spec.Observations.Size - 1, simulator.Spec.Observations.Size + 1])
        {
            Refused(() => simulator.Step(hold, new double[size]), $"A step with room for {size} observed values");
            Bits.Same([before.Values], [simulator.SaveState().Values], $"A step with room for {size} observed values was refused, but moved the world; check the length first: state");
            Refused(() => simulator.Reset(4, new double[size]), $"A reset with room for {size} observed values");
            Bits.Same([before.Values], [simulator.SaveState().Values], $"A reset with room for {size} observed values was refused, but began an episode; check the length first: state");
        }
    }

    // Each value that is no number in the last dimension, too: what comes before it must not have been taken over.
    private static IEnumerable<(double[] Action, string What)> BadActions(ISimulator simulator)
    {
        IReadOnlyList<ActionDimension> dimensions = simulator.Spec.Action.Dimensions;
        foreach (int at in new[] { 0, dimensions.Count - 1 }.Distinct())
        {
            foreach (double value in NotNumbers)
            {
                double[] action = [.. dimensions.Select(d => d.Minimum + (0.3 * (d.Maximum - d.Minimum)))];
                action[at] = value;
                yield return (action, $"An action whose dimension {at} ('{dimensions[at].Name}') is {value}");
            }
        }
        yield return (new double[dimensions.Count + 1], $"An action of {dimensions.Count + 1} values instead of {dimensions.Count}");
        yield return (new double[dimensions.Count - 1], $"An action of {dimensions.Count - 1} values instead of {dimensions.Count}");
    }

    private static void Refused(Action call, string what)
    {
        Exception? answer = Record.Exception(call);
        Assert.True(answer is not null, $"{what} was accepted; refuse it with an ArgumentException that says what is wrong.");
        Assert.True(answer is ArgumentException, $"{what} was answered with {answer.GetType().Name} ('{answer.Message}'); refuse it with an ArgumentException that says what is wrong.");
    }
}
