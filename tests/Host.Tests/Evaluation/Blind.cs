using DiffOG.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Host.Tests.Evaluation;

/// <summary>A task on a machine that cannot render.</summary>
internal sealed class Blind : ISimulator
{
    private readonly PointMassSimulator world = new();

    public TaskSpec Spec => world.Spec;

    public ReadOnlyMemory<double> CommandInForce => world.CommandInForce;

    public StepOutcome Reset(long seed, Memory<double> observation) => world.Reset(seed, observation);

    public StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation) => world.Step(action, observation);

    public Image Render(string camera, int width, int height) => throw new DiffOGException("DOG1650", "No renderer.", "Install one.");

    public SimulatorState SaveState() => world.SaveState();

    public void RestoreState(SimulatorState state) => world.RestoreState(state);

    public IDemonstrator? CreateDemonstrator(long seed) => world.CreateDemonstrator(seed);

    public void Dispose() => world.Dispose();
}
