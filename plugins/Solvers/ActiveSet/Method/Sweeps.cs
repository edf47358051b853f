using System.Runtime.CompilerServices;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// Projected Gauss–Seidel: every variable in turn goes to its best value within its bounds, the others held. A few
/// sweeps, O(n²) each, tell most of the active set; many would find the solution of any convex problem, slowly.
/// </summary>
internal static unsafe class Sweeps
{
    private const int Block = 4;

    /// <summary>Sweeps, and reads the active set off the point.</summary>
    internal static void Run(BoxProblem box, Iterate iterate, int count)
    {
        iterate.Evaluate(box);
        for (int sweep = 0; sweep < count; sweep++)
        {
            for (int i = 0; i < box.Size; i += Block)
                MoveFour(box, iterate, i);
        }
        iterate.Guess(box);
    }

    /// <summary>
    /// Moves four variables, one after the other: what the first ones' steps do to the forces on the others of the four is
    /// taken in at once, what they do to all forces in one pass over four rows. Padding has no room and does not move.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MoveFour(BoxProblem box, Iterate iterate, int i)
    {
        double* h0 = box.Row(i), h1 = h0 + box.Leading, h2 = h1 + box.Leading, h3 = h2 + box.Leading, r = iterate.Gradient + i;
        double d0 = Move(box, iterate, i, r[0]);
        double d1 = Move(box, iterate, i + 1, r[1] + (d0 * h0[i + 1]));
        double d2 = Move(box, iterate, i + 2, r[2] + (d0 * h0[i + 2]) + (d1 * h1[i + 2]));
        double d3 = Move(box, iterate, i + 3, r[3] + (d0 * h0[i + 3]) + (d1 * h1[i + 3]) + (d2 * h2[i + 3]));
        if (d0 != 0 || d1 != 0 || d2 != 0 || d3 != 0)
            Vectors.AddFour(d0, h0, d1, h1, d2, h2, d3, h3, iterate.Gradient, box.Size);
    }

    /// <summary>Moves one variable to its best value; returns by how much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Move(BoxProblem box, Iterate iterate, int i, double force)
    {
        double before = iterate.Y[i], best = before - (force * box.InverseDiagonal[i]);
        best = best > box.Upper[i] ? box.Upper[i] : best < box.Lower[i] ? box.Lower[i] : best;
        iterate.Y[i] = best;
        return best - before;
    }
}
