namespace DiffOG.Simulation.MuJoCo.Rendering;

/// <summary>How much work goes into a picture.</summary>
public enum RenderQuality
{
    /// <summary>Neither shadows nor smoothed edges: five to seven times as many pictures a second. For policies that see pictures.</summary>
    Fast,

    /// <summary>Shadows and four samples a pixel. For reports and video.</summary>
    Fine,
}
