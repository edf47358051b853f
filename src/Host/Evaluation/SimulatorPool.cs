using DiffOG.Simulation;

namespace DiffOG.Host.Evaluation;

/// <summary>Simulators of one task, made when they are first asked for, and used again and again.</summary>
/// <param name="create">Makes one.</param>
internal sealed class SimulatorPool(Func<ISimulator> create) : IDisposable
{
    private readonly List<ISimulator> lanes = [];
    private readonly Lock gate = new();

    /// <summary>The simulator of a lane; one caller at a time uses it.</summary>
    /// <param name="index">0, 1, …</param>
    internal ISimulator Lane(int index)
    {
        lock (gate)
        {
            while (lanes.Count <= index)
                lanes.Add(create());
            return lanes[index];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ISimulator simulator in lanes)
            simulator.Dispose();
        lanes.Clear();
    }
}
