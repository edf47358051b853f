using DiffOG.Simulation;

namespace DiffOG.Host.Recording;

/// <summary>Keeps what an episode's observations and actions do not say.</summary>
internal sealed class EpisodeTape
{
    private readonly List<double> states = [];
    private readonly List<double> rewards = [];

    /// <summary>Keeps the state before an action.</summary>
    internal void Before(ISimulator simulator) => states.AddRange(simulator.SaveState().Values);

    /// <summary>Keeps what came of the action.</summary>
    internal void After(TimeStep answer) => rewards.Add(answer.Success ? 1 : 0);

    /// <summary>The whole episode.</summary>
    internal RecordedEpisode Finish(long seed, double[] observations, double[] actions) => new(
        seed, observations, actions, [.. states], [.. rewards], [.. rewards.Select((r, t) => r > 0 || t == rewards.Count - 1 ? 1L : 0L)]);
}
