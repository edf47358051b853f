namespace DiffOG.Simulation.MuJoCo.Tests.Sawyer;

/// <summary>Lets the expert of a task play, and goes on for a while after it has succeeded.</summary>
internal static class Expert
{
    private const int Longest = 400, After = 40;

    /// <summary>An episode that an expert has played.</summary>
    /// <param name="Succeeded">The step of the first success; null where there is none.</param>
    /// <param name="Kept">Whether the success was still there some steps later.</param>
    /// <param name="Actions">All that it did.</param>
    internal sealed record Episode(int? Succeeded, bool Kept, IReadOnlyList<double[]> Actions);

    public static Episode Play(ISimulator world, long seed)
    {
        world.Reset(seed);
        IDemonstrator expert = world.CreateDemonstrator(seed)!;
        List<double[]> actions = [];
        int? first = null;
        bool success = false;
        for (int i = 1; i <= Longest && i <= (first ?? Longest) + After; i++)
        {
            actions.Add(expert.Act());
            success = world.Step(actions[^1]).Success;
            first ??= success ? i : null;
        }
        return new Episode(first, success, actions);
    }
}
