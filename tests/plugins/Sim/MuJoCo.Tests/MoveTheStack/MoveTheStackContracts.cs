using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.MoveTheStack;

public sealed class MoveTheStackPluginContract : PluginContract<MoveTheStackPlugin>;

public sealed class MoveTheStackSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new MoveTheStackPlugin().Create(new MoveTheStackOptions { MaxSteps = 60 }, new PluginContext());
    }
}
