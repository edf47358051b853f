using DiffOG.Specs;

namespace DiffOG.Host.Reporting.Video;

/// <summary>Writes pictures as a video that browsers play.</summary>
public interface IVideoWriter
{
    /// <summary>Writes one video: it is there completely or not at all.</summary>
    /// <param name="pathWithoutExtension">Where; the writer adds the extension of the format it writes. Missing folders are made.</param>
    /// <param name="frames">At least one picture, all of one size; drawn once, in order, each as soon as it is needed.</param>
    /// <param name="framesPerSecond">Pictures per second of real time [Hz].</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ArgumentException">There is no frame, sizes differ, or the rate is not positive.</exception>
    /// <exception cref="Diagnostics.DiffOGException">DOG1905: the file cannot be written.</exception>
    string Write(string pathWithoutExtension, IEnumerable<Image> frames, double framesPerSecond);
}
