using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.Disassemble;

/// <summary>The task of lifting a ring spanner off a peg, as in Meta-World.</summary>
[Plugin("mujoco/disassemble", "A Sawyer lifts a ring spanner off a peg; 4 relative actions at 80 Hz, with a scripted expert.")]
public sealed class DisassemblePlugin : Plugin<ISimulator, DisassembleOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(DisassembleOptions options, PluginContext context) =>
        new MuJoCoSimulator(new DisassembleTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
