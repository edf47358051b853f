using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// Projected Gauss–Seidel: every variable in turn goes to its best value within its bounds, the others held. A few
/// sweeps, O(n²) each, tell most of the active set; many would find the solution of any convex problem, slowly.
/// </summary>
internal static unsafe class Sweeps
{
    /// <summary>Sweeps, and reads the active set off the point.</summary>
    internal static void Run(BoxProblem box, Iterate iterate, int count)
    {
        iterate.Evaluate(box);
        double* y = iterate.Y, r = iterate.Gradient, lower = box.Lower, upper = box.Upper, inverse = box.InverseDiagonal, row = box.H;
        (int n, int size, int leading) = (box.Variables, box.Size, box.Leading);
        for (int sweep = 0; sweep < count; sweep++)
        {
            for (int i = 0; i < n; i++)
            {
                double best = y[i] - (r[i] * inverse[i]);
                best = best > upper[i] ? upper[i] : best < lower[i] ? lower[i] : best;
                double step = best - y[i];
                if (step == 0)
                    continue;
                y[i] = best;
                Vectors.AddScaled(step, row + ((long)i * leading), r, size);
            }
        }
        iterate.Guess(box);
    }
}
