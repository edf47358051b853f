using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Square;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.Square;

public sealed class SquarePluginContract : PluginContract<SquarePlugin>;

public sealed class SquareSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new SquarePlugin().Create(new SquareOptions { MaxSteps = 60 }, new PluginContext());
    }
}
