using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.StickPush;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.StickPush;

public sealed class StickPushPluginContract : PluginContract<StickPushPlugin>;

public sealed class StickPushSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new StickPushPlugin().Create(new StickPushOptions { MaxSteps = 60 }, new PluginContext());
    }
}
