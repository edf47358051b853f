using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.ShelfPlace;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.ShelfPlace;

public sealed class ShelfPlacePluginContract : PluginContract<ShelfPlacePlugin>;

public sealed class ShelfPlaceSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new ShelfPlacePlugin().Create(new ShelfPlaceOptions { MaxSteps = 60 }, new PluginContext());
    }
}
