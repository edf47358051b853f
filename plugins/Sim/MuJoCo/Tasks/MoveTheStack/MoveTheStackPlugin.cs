using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;

/// <summary>The task of carrying a glass with a loose spoon on it, a twin of the paper's real task.</summary>
[Plugin("mujoco/move-the-stack", "An arm of a bimanual rig carries a glass, a spoon loose on its rim, onto a tile; jerky motion drops the spoon. 7 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class MoveTheStackPlugin : Plugin<ISimulator, MoveTheStackOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(MoveTheStackOptions options, PluginContext context) =>
        new MuJoCoSimulator(new MoveTheStackTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
