namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>What the device found for one problem.</summary>
/// <param name="X">[n].</param>
/// <param name="Multipliers">[m] y.</param>
/// <param name="Sides">[m] the face that holds a row, by its multiplier exceeding its slack: 1 the upper, −1 the lower one, 0 none.</param>
/// <param name="Iterations">Steps gone.</param>
/// <param name="Convex">Q could be factored.</param>
internal sealed record Outcome(double[] X, double[] Multipliers, double[] Sides, int Iterations, bool Convex);
