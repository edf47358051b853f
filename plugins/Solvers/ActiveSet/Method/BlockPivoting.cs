using System.Runtime.CompilerServices;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>How a method ended.</summary>
internal enum Outcome
{
    /// <summary>Every sign and every bound holds.</summary>
    Solved,

    /// <summary>It makes no progress, or may not go on.</summary>
    Stalled,

    /// <summary>A block of H is not positive definite.</summary>
    NotConvex,
}

/// <summary>
/// The primal–dual active-set iteration (Hintermüller, Ito and Kunisch 2002): minimise on the face, free what pulls
/// inwards, hold what left its bounds, until nothing changes. From a good guess it takes two or three factorisations, but
/// it can cycle, so it gives up as soon as the number of contradictions stops falling (Júdice and Pires 1994).
/// </summary>
internal sealed unsafe class BlockPivoting(Face face)
{
    /// <summary>What rounding may do to signs and distances, relative to the numbers they come from.</summary>
    private const double Rounding = 1e-12;

    /// <summary>A guess that is wrong about more than this share of the variables is not worth correcting.</summary>
    private const double HopelessShare = 0.6;

    /// <summary>Iterates from the active set of the iterate.</summary>
    /// <param name="box">The problem.</param>
    /// <param name="iterate">The guess, and then the result.</param>
    /// <param name="patience">How often in a row the number of contradictions may fail to fall.</param>
    /// <param name="atPoint">Whether the iterate's point and gradient are those of the guess, as sweeps leave them.</param>
    /// <param name="budget">Counts factorisations.</param>
    internal Outcome Run(BoxProblem box, Iterate iterate, int patience, bool atPoint, ref Budget budget)
    {
        int fewest = int.MaxValue, failures = 0;
        while (budget.Take())
        {
            if (!face.Factor(box, iterate.Side))
                return Outcome.NotConvex;
            if (atPoint)
                face.MinimiseFrom(iterate);
            else
                face.Minimise(box, iterate);
            atPoint = false;
            int contradictions = Correct(box, iterate);
            if (contradictions == 0)
                return Outcome.Solved;
            failures = contradictions < fewest ? 0 : failures + 1;
            fewest = Math.Min(fewest, contradictions);
            if (failures > patience || contradictions > HopelessShare * box.Variables)
                return Outcome.Stalled;
        }
        return Outcome.Stalled;
    }

    /// <summary>Changes the set where the point contradicts it; returns how often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Correct(BoxProblem box, Iterate iterate)
    {
        int contradictions = 0;
        double* y = iterate.Y;
        (double distance, double force) = Tolerances(box, iterate);
        for (int i = 0; i < box.Variables; i++)
        {
            ref sbyte side = ref iterate.Side[i];
            sbyte should = side;
            if (side == 0)
                should = y[i] > box.Upper[i] + distance ? (sbyte)1 : y[i] < box.Lower[i] - distance ? (sbyte)-1 : (sbyte)0;
            else if (!box.IsFixed(i) && side * (box.G[i] + Vectors.Dot(box.Row(i), y, box.Size)) > force)
                should = 0;
            contradictions += should == side ? 0 : 1;
            side = should;
        }
        return contradictions;
    }

    /// <summary>What counts as zero, for a distance to a bound and for a multiplier.</summary>
    private static (double Distance, double Force) Tolerances(BoxProblem box, Iterate iterate)
    {
        double largest = 0, force = box.LargestForce;
        for (int i = 0; i < box.Variables; i++)
        {
            largest = Math.Max(largest, Math.Abs(iterate.Y[i]));
            force = Math.Max(force, Math.Abs(iterate.Gradient[i]));
        }
        return (Rounding * largest, Rounding * force);
    }
}
