using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>What is measured: the layer's problems with rows for the previous action.</summary>
internal static class Families
{
    internal static readonly (string Name, LayerProblems Family)[] All =
    [
        ("P 8x2, trained", new LayerProblems(8, 2, CostKind.Trained, 4)),
        ("P 16x4, trained", new LayerProblems(16, 4, CostKind.Trained, 4)),
        ("P 16x7, trained", new LayerProblems(16, 7, CostKind.Trained, 4)),
        ("R 16x7, untrained", new LayerProblems(16, 7, CostKind.Untrained, 4)),
        ("R0 16x7, untrained, no smoothing", new LayerProblems(16, 7, CostKind.Untrained, 0)),
        ("P 16x14, trained", new LayerProblems(16, 14, CostKind.Trained, 4)),
        ("P 32x7, trained", new LayerProblems(32, 7, CostKind.Trained, 4)),
        ("P 15x7, trained", new LayerProblems(15, 7, CostKind.Trained, 4)),
        ("R 15x7, untrained", new LayerProblems(15, 7, CostKind.Untrained, 4)),
    ];
}
