using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;
using DiffOG.Specs;

namespace DiffOG.Learning.Training;

/// <summary>Compares what a checkpoint was trained for with what it is to be used for.</summary>
public static class CheckpointFit
{
    /// <summary>Requires that a checkpoint's policy reads and says what is expected. The executed steps may differ: training does not depend on them.</summary>
    /// <param name="file">An open <c>policy.safetensors</c> or <c>layer.safetensors</c>.</param>
    /// <param name="expected">What the experiment's policy reads and says.</param>
    /// <exception cref="DiffOGException">DOG1305: it was trained for something else; every difference is named. DOG1301: the file does not say what for.</exception>
    public static void Require(SafetensorsFile file, PolicySpec expected)
    {
        PolicySpec found = InferenceCheckpoint.SpecOf(file);
        string[] differences =
        [
            .. found.Observations.DifferencesFrom(expected.Observations),
            .. Unexpected(found.Observations.Cameras, expected.Observations.Cameras),
            .. found.Action.DifferencesFrom(expected.Action),
            .. Steps("observation steps", found.ObservationSteps, expected.ObservationSteps),
            .. Steps("chunk steps", found.ChunkSteps, expected.ChunkSteps),
        ];
        if (differences.Length > 0)
            throw CheckpointErrors.OtherTask(file.Path, differences);
    }

    /// <summary>A policy reads all of its cameras: here one more is a difference too.</summary>
    private static IEnumerable<string> Unexpected(IReadOnlyList<CameraSpec> found, IReadOnlyList<CameraSpec> expected) =>
        found.Where(c => expected.All(e => e.Name != c.Name)).Select(c => $"camera '{c.Name}': found {c.Width} x {c.Height} pixels, expected none");

    private static IEnumerable<string> Steps(string name, int found, int expected) => found == expected ? [] : [$"{name}: found {found}, expected {expected}"];
}
