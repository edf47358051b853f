using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;

/// <summary>The task of carrying a puck over a wall, as in Meta-World.</summary>
[Plugin("mujoco/pick-place-wall", "A Sawyer carries a puck over a wall to a point in the air; 4 relative actions at 80 Hz, with a scripted expert.")]
public sealed class PickPlaceWallPlugin : Plugin<ISimulator, PickPlaceWallOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(PickPlaceWallOptions options, PluginContext context) =>
        new MuJoCoSimulator(new PickPlaceWallTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
