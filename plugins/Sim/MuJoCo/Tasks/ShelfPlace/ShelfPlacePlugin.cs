using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Simulation.MuJoCo.Tasks.ShelfPlace;

/// <summary>The task of placing a cube on a shelf, as in Meta-World.</summary>
[Plugin("mujoco/shelf-place", "A Sawyer places a cube on a shelf; 4 relative actions at 80 Hz, with a scripted expert.")]
public sealed class ShelfPlacePlugin : Plugin<ISimulator, ShelfPlaceOptions>
{
    /// <inheritdoc/>
    public override ISimulator Create(ShelfPlaceOptions options, PluginContext context) =>
        new MuJoCoSimulator(new ShelfPlaceTask(options.Library(context), options), options.RenderQuality, options.PictureHeight);
}
