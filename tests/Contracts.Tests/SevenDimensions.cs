using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Contracts.Tests;

/// <summary>An arm with six relative motion dimensions and a gripper: what the paper's tasks have.</summary>
internal static class SevenDimensions
{
    internal static ActionSpec Action { get; } = new(ActionMode.Relative,
    [
        .. new[] { "dx", "dy", "dz" }.Select(n => new ActionDimension(n, ActionGroup.Translation, "m", -0.05, 0.05)),
        .. new[] { "rx", "ry", "rz" }.Select(n => new ActionDimension(n, ActionGroup.Rotation, "rad", -0.5, 0.5)),
        new ActionDimension("gripper", ActionGroup.Gripper, "1", -1, 1),
    ]);

    internal static ObservationSpec Observations { get; } = new([new ObservationEntry("eef_pos", 3, "m"), new ObservationEntry("eef_quat", 4, "1")]);

    // Raw and normalised values differ in scale and origin, so that a forgotten conversion shows.
    internal static ActionNormalisation Normalisation { get; } = new([20, 20, 20, 2, 2, 2, 1], [0.1, 0, 0, 0, -0.2, 0, 0]);

    /// <summary>A context with two cameras of different size.</summary>
    internal static PluginContext Seeing() => new()
    {
        Action = Action,
        Observations = Observations with { Cameras = [new CameraSpec("front", 32, 24), new CameraSpec("hand", 20, 20)] },
        Seed = 1,
    };

    internal static PluginContext Context(params IReadOnlyList<object> parts) => new()
    {
        Action = Action,
        Observations = Observations,
        ChunkSteps = 15,
        StepDuration = 0.05,
        Normalisation = Normalisation,
        Seed = 1,
        Parts = parts,
        Plugins = parts.OfType<IPluginMaker>().FirstOrDefault(),
    };
}
