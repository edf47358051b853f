using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

/// <summary>What an expert wants at a moment.</summary>
/// <param name="Goal">Where its hand shall be [m].</param>
/// <param name="Grip">How hard the plates shall press; −1 opens.</param>
internal readonly record struct Intent(Vector3D Goal, double Grip)
{
    /// <summary>A factor on its pace.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>A factor on its unsteadiness: less where precision is needed.</summary>
    public double Calm { get; init; } = 1;
}
