using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>The task of handing a hammer from arm to arm, as robosuite's TwoArmTransport and in robomimic.</summary>
[Plugin("mujoco/transport", "Two Panda arms open a bin, hand a hammer over and clear trash away; 14 relative end-effector actions at 20 Hz, with a scripted expert.")]
public sealed class TransportPlugin : Plugin<ISimulator, TransportOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(TransportOptions options, PluginContext context) =>
        new MuJoCoSimulator(new TransportTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
