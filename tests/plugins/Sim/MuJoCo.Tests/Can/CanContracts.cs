using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Can;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.Can;

public sealed class CanPluginContract : PluginContract<CanPlugin>;

public sealed class CanSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new CanPlugin().Create(new CanOptions { MaxSteps = 60 }, new PluginContext());
    }
}
