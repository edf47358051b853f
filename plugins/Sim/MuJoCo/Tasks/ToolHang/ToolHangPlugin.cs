using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>The task of putting a frame into a stand and hanging a tool onto it, as in robosuite and robomimic.</summary>
[Plugin("mujoco/tool-hang", "A Panda arm puts a hooked frame into a narrow tube and hangs a wrench onto it; 7 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class ToolHangPlugin : Plugin<ISimulator, ToolHangOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(ToolHangOptions options, PluginContext context) =>
        new MuJoCoSimulator(new ToolHangTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
