using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>Why a policy cannot see what its options ask for.</summary>
internal static class VisionErrors
{
    internal static DiffOGException NoCamera(string name, ObservationSpec offered) => new(
        "DOG1230",
        $"'vision.cameras' names '{name}', but there is no such camera; there {Listed(offered.Cameras.Select(c => c.Name))}.",
        "Name one of them. Datasets hold the pictures of the cameras that they were recorded with.");

    internal static DiffOGException NoValue(string name, ObservationSpec offered) => new(
        "DOG1230",
        $"'vision.values' names '{name}', but no such value is observed; there {Listed(offered.Entries.Select(e => e.Name))}.",
        "Name one of them, or leave the option out to read all.");

    internal static DiffOGException MapTooSmall(CameraSpec camera, CropSize crop, int stages, int height, int width) => new(
        "DOG1231",
        $"The pictures of '{camera.Name}' are cropped to {crop.Width}×{crop.Height} pixels, which {stages} stages reduce to a map of {width}×{height}; along a side of 1 every position is the same.",
        "Take fewer 'vision.stages', larger pictures, or 'average' as 'vision.pooling'.");

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length switch
        {
            0 => "is none",
            1 => $"is {all[0]}",
            _ => $"are {string.Join(", ", all)}",
        };
    }
}
