using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Disassemble;
using DiffOG.Testing.Contracts;

namespace DiffOG.Simulation.MuJoCo.Tests.Disassemble;

public sealed class DisassemblePluginContract : PluginContract<DisassemblePlugin>;

public sealed class DisassembleSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new DisassemblePlugin().Create(new DisassembleOptions { MaxSteps = 60 }, new PluginContext());
    }
}
