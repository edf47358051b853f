using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPull;

/// <summary>The task of pulling a thermos with a stick, as in Meta-World.</summary>
[Plugin("mujoco/stick-pull", "A Sawyer pulls a thermos by its handle with a stick; 4 relative actions at 80 Hz, with a scripted expert.")]
public sealed class StickPullPlugin : Plugin<ISimulator, StickPullOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(StickPullOptions options, PluginContext context) =>
        new MuJoCoSimulator(new StickPullTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
