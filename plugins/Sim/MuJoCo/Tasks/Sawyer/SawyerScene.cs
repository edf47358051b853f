using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

/// <summary>What is particular to a task of Meta-World, before its model is compiled.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="File">The description of the objects.</param>
internal sealed record SawyerScene(string Id, string File)
{
    /// <summary>Where the hand is at the start [m].</summary>
    public Vector3D HandStart { get; init; } = new(0, 0.6, 0.2);

    /// <summary>The smallest coordinates of the hand's target [m].</summary>
    public Vector3D Lowest { get; init; } = new(-0.5, 0.40, 0.05);

    /// <summary>The largest coordinates of the hand's target [m].</summary>
    public Vector3D Highest { get; init; } = new(0.5, 1, 0.5);
}
