namespace DiffOG.Specs;

/// <summary>What was seen at one control step.</summary>
/// <param name="Values">[O] in the order of the <see cref="ObservationSpec"/>; not written to after creation.</param>
public sealed record Observation(double[] Values)
{
    /// <summary>Camera pictures by the camera's name; empty where no policy asked for pictures.</summary>
    public IReadOnlyDictionary<string, Image> Images { get; init; } = new Dictionary<string, Image>();
}

/// <summary>A colour picture.</summary>
/// <param name="Width">[pixels].</param>
/// <param name="Height">[pixels].</param>
/// <param name="Rgb">[Height, Width, 3] bytes, the top row first.</param>
public sealed record Image(int Width, int Height, byte[] Rgb);
