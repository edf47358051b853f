using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;

/// <summary>The task of putting a bowl and two mugs in their places with two arms, a twin of the paper's real task.</summary>
[Plugin("mujoco/arrange-desk", "Two arms put a bowl and two mugs in their places, one mug on a coaster; 14 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class ArrangeDeskPlugin : Plugin<ISimulator, ArrangeDeskOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(ArrangeDeskOptions options, PluginContext context) =>
        new MuJoCoSimulator(new ArrangeDeskTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
