using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>A family of instances.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="Steps">T.</param>
/// <param name="Dimensions">D.</param>
/// <param name="Rows">Of the constraints.</param>
/// <param name="Untrained">Whether L is that of an untrained layer; otherwise half of the instances are 'trained' and half 'initial'.</param>
/// <param name="Smooth">λ.</param>
/// <param name="Limit">c.</param>
internal sealed record Family(string Name, int Steps, int Dimensions, LayerRows Rows = LayerRows.Speed, bool Untrained = false, double Smooth = 4, double Limit = 0.1)
{
    private const int LargeSize = 300, FewInstances = 40, ManyInstances = 200;

    /// <summary>All of them, in the order of the table.</summary>
    internal static readonly Family[] All =
    [
        new("P 8x2", 8, 2),
        new("P 16x4", 16, 4),
        new("P 16x7", 16, 7),
        new("P 16x14", 16, 14),
        new("P 32x7", 32, 7),
        new("P 64x7", 64, 7),
        new("N 16x7", 16, 7, LayerRows.SpeedWithoutPast),
        new("P0 16x7", 16, 7, Smooth: 0),
        new("R 16x7", 16, 7, Untrained: true),
        new("R0 16x7", 16, 7, Untrained: true, Smooth: 0),
        new("P0 16x7 c=0.02", 16, 7, Smooth: 0, Limit: 0.02),
        new("R 16x7 c=0.02", 16, 7, Untrained: true, Limit: 0.02),
        new("R0 16x7 c=0.02", 16, 7, Untrained: true, Smooth: 0, Limit: 0.02),
        new("V 16x7", 16, 7, LayerRows.SpeedAccelerationJerk),
        new("H 16x7", 16, 7, LayerRows.HalfSpaces),
    ];

    /// <summary>n.</summary>
    internal int Variables => Steps * Dimensions;

    /// <summary>How many instances are measured.</summary>
    internal int Instances => Variables > LargeSize ? FewInstances : ManyInstances;

    /// <summary>How many steps are executed before the next instance.</summary>
    internal int Executed => Steps <= 8 ? 4 : 8;
}
