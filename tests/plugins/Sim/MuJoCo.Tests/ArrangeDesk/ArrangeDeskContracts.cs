using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.ArrangeDesk;

public sealed class ArrangeDeskPluginContract : PluginContract<ArrangeDeskPlugin>;

public sealed class ArrangeDeskSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new ArrangeDeskPlugin().Create(new ArrangeDeskOptions { MaxSteps = 60 }, new PluginContext());
    }
}
