using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPush;

/// <summary>The task of pushing a thermos with a stick, as in Meta-World.</summary>
[Plugin("mujoco/stick-push", "A Sawyer pushes a thermos with a stick; 4 relative actions at 80 Hz, with a scripted expert.")]
public sealed class StickPushPlugin : Plugin<ISimulator, StickPushOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(StickPushOptions options, PluginContext context) =>
        new MuJoCoSimulator(new StickPushTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
