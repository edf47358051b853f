using System.Numerics;
using System.Runtime.Intrinsics;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>Which rows hold with equality, and at which of their bounds. Equations always do.</summary>
internal sealed unsafe class ActiveSet
{
    private const int Width = 4;
    private readonly PinnedBuffer sides = new();
    private int slots;

    /// <summary>[Slots] 1: at the upper bound, −1: at the lower one, 0: not active.</summary>
    internal double* Sides => sides.Start;

    /// <summary>Equations only.</summary>
    internal void Clear(Problem problem)
    {
        slots = problem.Slots;
        sides.Reserve(slots);
        for (int i = 0; i < slots; i++)
            Sides[i] = problem.IsEquation(i) ? 1 : 0;
    }

    /// <summary>Becomes a copy.</summary>
    internal void Take(ActiveSet other)
    {
        slots = other.slots;
        new ReadOnlySpan<double>(other.Sides, slots).CopyTo(new Span<double>(sides.Reserve(slots), slots));
    }

    /// <summary>
    /// The set that a step of the method points to: near the solution the slack of an active side vanishes while its
    /// multiplier stays, and the other way round, so a side is active when its multiplier grows relative to its slack,
    /// dz / z &gt; ds / s (Tapia's indicators; El-Bakry, Tapia and Zhang 1994). Returns how many slots changed.
    /// </summary>
    internal int Guess(Problem problem, Side upper, Side lower)
    {
        int changes = 0;
        for (int i = 0; i < slots; i += Width)
        {
            Vector up = Growing(upper, i), down = Growing(lower, i), below = Vector256.Load(problem.Lower + i);
            Vector lowerIsStronger = down & Vector256.GreaterThan(Vector256.Load(lower.Multiplier + i), Vector256.Load(upper.Multiplier + i));
            Vector atUpper = Vector256.AndNot(up, lowerIsStronger) | Vector256.Equals(below, Vector256.Load(problem.Upper + i));
            Vector side = Vector256.ConditionalSelect(atUpper, Vector.One, -Vector.One & down);
            changes += Width - BitOperations.PopCount(Vector256.Equals(side, Vector256.Load(Sides + i)).ExtractMostSignificantBits());
            side.Store(Sides + i);
        }
        return changes;
    }

    /// <summary>The set that a point of the method shows once it has converged: z / s is far above or far below what it began with.</summary>
    internal void Read(Problem problem, Side upper, Side lower, double ratio)
    {
        Clear(problem);
        for (int i = 0; i < slots; i++)
        {
            double up = upper.Multiplier[i] / upper.Slack[i], down = lower.Multiplier[i] / lower.Slack[i];
            if (Math.Max(up, down) > ratio)
                Sides[i] = up >= down ? 1 : -1;
        }
    }

    /// <summary>The set that a solution ended on: multipliers outweigh the distance to their bound.</summary>
    /// <param name="problem">The problem that is solved, or whose gradients are wanted.</param>
    /// <param name="multipliers">[m].</param>
    /// <param name="product">[Slots] G x of the solution, or null to go by the multipliers alone.</param>
    internal void Take(Problem problem, double[] multipliers, double* product)
    {
        Clear(problem);
        for (int r = 0; r < multipliers.Length; r++)
        {
            int slot = problem.Rows.SlotOf(r);
            double y = multipliers[r] * problem.CostScale / problem.Rows.ScaleOf(r), bound = y > 0 ? problem.Upper[slot] : problem.Lower[slot];
            bool binds = y != 0 && double.IsFinite(bound) && (product == null || Math.Abs(bound - product[slot]) < Math.Abs(y));
            if (binds && Sides[slot] == 0)
                Sides[slot] = Math.Sign(y);
        }
    }

    /// <summary>All bits where dz s &gt; ds z.</summary>
    private static Vector Growing(Side side, int i) => Vector256.GreaterThan(
        Vector256.Load(side.MultiplierStep + i) * Vector256.Load(side.Slack + i),
        Vector256.Load(side.SlackStep + i) * Vector256.Load(side.Multiplier + i));
}
