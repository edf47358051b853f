using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>The task of pushing a T onto its outline with a round tip, as in the diffusion policy project.</summary>
[Plugin("mujoco/push-t", "A round tip pushes a T-shaped block onto its outline; 2 absolute positions at 10 Hz, scored by coverage, with a scripted expert.")]
public sealed class PushTPlugin : Plugin<ISimulator, PushTOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(PushTOptions options, PluginContext context) =>
        new MuJoCoSimulator(new PushTTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
