using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Reporting;
using DiffOG.Specs;

namespace DiffOG.Host.Stages;

/// <summary>Pictures for the report.</summary>
internal static class Sights
{
    private const int PicturesPerCamera = 4;

    /// <summary>What each camera of the policy shows from the beginning to the end of the first demonstration.</summary>
    /// <param name="parts">The experiment's.</param>
    /// <returns>Empty where the policy reads no pictures, or the demonstrations are no longer there.</returns>
    internal static IReadOnlyList<Sight> Of(ExperimentParts parts)
    {
        IReadOnlyList<CameraSpec> cameras = parts.PolicyCameras;
        if (cameras.Count == 0)
            return [];
        try
        {
            using IDemonstrationDataset demonstrations = parts.OpenDemonstrations();
            return demonstrations.Spec.EpisodeLengths.Count == 0 ? [] : [.. cameras.SelectMany(c => Of(demonstrations, c))];
        }
        catch (DiffOGException)
        {
            // A report of what was measured does not need them.
            return [];
        }
    }

    private static IEnumerable<Sight> Of(IDemonstrationDataset demonstrations, CameraSpec camera)
    {
        int last = demonstrations.Spec.EpisodeLengths[0] - 1;
        foreach (int step in Enumerable.Range(0, PicturesPerCamera).Select(i => i * last / (PicturesPerCamera - 1)).Distinct())
        {
            byte[] rgb = new byte[camera.Bytes];
            demonstrations.ReadPictures(0, step, 1, camera.Name, rgb);
            yield return new Sight(camera.Name, step, new Image(camera.Width, camera.Height, rgb));
        }
    }
}
