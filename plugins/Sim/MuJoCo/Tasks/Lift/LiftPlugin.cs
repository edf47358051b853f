using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.Lift;

/// <summary>The task of lifting a cube from a table, as in robosuite and robomimic.</summary>
[Plugin("mujoco/lift", "A Panda arm lifts a cube from a table; 7 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class LiftPlugin : Plugin<ISimulator, LiftOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(LiftOptions options, PluginContext context) =>
        new MuJoCoSimulator(new LiftTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
