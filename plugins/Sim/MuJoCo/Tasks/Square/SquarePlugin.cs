using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.Square;

/// <summary>The task of putting a square nut over a square peg, as in robosuite and robomimic.</summary>
[Plugin("mujoco/square", "A Panda arm puts a square nut over a square peg; 7 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class SquarePlugin : Plugin<ISimulator, SquareOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(SquareOptions options, PluginContext context) =>
        new MuJoCoSimulator(new SquareTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
