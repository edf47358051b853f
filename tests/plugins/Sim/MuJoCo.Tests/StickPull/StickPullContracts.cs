using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.StickPull;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.StickPull;

public sealed class StickPullPluginContract : PluginContract<StickPullPlugin>;

public sealed class StickPullSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new StickPullPlugin().Create(new StickPullOptions { MaxSteps = 60 }, new PluginContext());
    }
}
