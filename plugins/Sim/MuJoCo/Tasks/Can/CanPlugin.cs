using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.Can;

/// <summary>The task of carrying a can from one bin into a compartment of another, as in robosuite and robomimic.</summary>
[Plugin("mujoco/can", "A Panda arm carries a can into a compartment of another bin; 7 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class CanPlugin : Plugin<ISimulator, CanOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(CanOptions options, PluginContext context) =>
        new MuJoCoSimulator(new CanTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
