namespace DiffOG.Specs;

/// <summary>A camera, and the size of the pictures that policies are given of it.</summary>
/// <param name="Name">Unique in the task.</param>
/// <param name="Width">Of the pictures that policies are given [pixels]; a simulator renders any other size too.</param>
/// <param name="Height">Likewise [pixels].</param>
public sealed record CameraSpec(string Name, int Width, int Height)
{
    /// <summary>The number of bytes of one picture, [Height, Width, 3].</summary>
    public int Bytes => Height * Width * 3;
}
