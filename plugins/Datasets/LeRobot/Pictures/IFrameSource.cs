using DiffOG.Datasets.LeRobot.Format;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>Takes one picture.</summary>
/// <param name="index">0 for the first that was asked for.</param>
/// <param name="rgb">[height, width, 3] bytes, valid during the call.</param>
internal delegate void FrameSink(int index, ReadOnlySpan<byte> rgb);

/// <summary>Where the pictures of one camera come from, in the size they were recorded in.</summary>
internal interface IFrameSource
{
    /// <summary>Hands over the pictures of consecutive steps, in order. Safe from several threads.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1464, DOG1468, DOG1469.</exception>
    void Each(Episode episode, int start, int count, FrameSink sink);
}
