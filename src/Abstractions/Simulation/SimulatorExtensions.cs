using DiffOG.Specs;

namespace DiffOG.Simulation;

/// <summary>Shorter ways to use a simulator, where an array more or less does not matter.</summary>
public static class SimulatorExtensions
{
    /// <summary>Begins an episode.</summary>
    /// <param name="simulator">The world.</param>
    /// <param name="seed">Decides everything random in the episode.</param>
    public static TimeStep Reset(this ISimulator simulator, long seed)
    {
        double[] seen = Unseen(simulator);
        return Answer(simulator.Reset(seed, seen), seen);
    }

    /// <summary>Executes one action for one control step.</summary>
    /// <param name="simulator">The world.</param>
    /// <param name="action">[D] raw; clipped to the range of the spec.</param>
    /// <exception cref="InvalidOperationException">No episode has begun, or it is over.</exception>
    /// <exception cref="ArgumentException">The length is not D, or a value is not finite.</exception>
    public static TimeStep Step(this ISimulator simulator, ReadOnlyMemory<double> action)
    {
        double[] seen = Unseen(simulator);
        return Answer(simulator.Step(action, seen), seen);
    }

    // What a simulator forgets to write is no number, not a zero that looks like one.
    private static double[] Unseen(ISimulator simulator)
    {
        double[] values = new double[simulator.Spec.Observations.Size];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static TimeStep Answer(StepOutcome outcome, double[] seen) => new(outcome.Kind, new Observation(seen), outcome.Success, outcome.Score);
}
