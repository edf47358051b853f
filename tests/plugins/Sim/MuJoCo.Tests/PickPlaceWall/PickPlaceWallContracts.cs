using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.PickPlaceWall;

public sealed class PickPlaceWallPluginContract : PluginContract<PickPlaceWallPlugin>;

public sealed class PickPlaceWallSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new PickPlaceWallPlugin().Create(new PickPlaceWallOptions { MaxSteps = 60 }, new PluginContext());
    }
}
