using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Host.Tests.Evaluation;

/// <summary>Counts the pictures that are asked of it.</summary>
internal sealed class CountingEyes : ISimulator
{
    private readonly PointMassSimulator world = new();

    internal int Rendered { get; private set; }

    public TaskSpec Spec => world.Spec;

    public ReadOnlyMemory<double> CommandInForce => world.CommandInForce;

    public StepOutcome Reset(long seed, Memory<double> observation) => world.Reset(seed, observation);

    public StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation) => world.Step(action, observation);

    public Image Render(string camera, int width, int height)
    {
        Rendered++;
        return world.Render(camera, width, height);
    }

    public SimulatorState SaveState() => world.SaveState();

    public void RestoreState(SimulatorState state) => world.RestoreState(state);

    public IDemonstrator? CreateDemonstrator(long seed) => world.CreateDemonstrator(seed);

    public void Dispose() => world.Dispose();
}
