using System.Numerics;
using System.Runtime.Intrinsics;
using DiffOG.Solvers.InteriorPoint.Numerics;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The exact finish. With the right active set the solution is that of one linear system; a nearly right set is put
/// right by dropping rows whose multiplier has the wrong sign and adding rows that are violated. What comes out is
/// accepted only when every sign and every bound holds, so a wrong guess costs time but never correctness.
/// </summary>
internal sealed unsafe class Polish
{
    private const int Width = 4;

    /// <summary>What rounding may do to signs and distances, relative to the numbers they come from.</summary>
    private const double Rounding = 1e-13;

    /// <summary>What is left over of a solution that is good enough to see what is clearly wrong, and by how much it must be.</summary>
    private const double Settled = 1e-9, Coarse = 1e-6;

    /// <summary>Multipliers up to this share of the forces count as zero.</summary>
    private const double Weak = 1e-12;

    private readonly HeldRows held = new();
    private Problem problem = null!;

    /// <summary>The set; the caller writes the first guess into it.</summary>
    internal ActiveSet Active { get; } = new();

    /// <summary>x [Size] of the last round.</summary>
    internal double* X => held.X;

    /// <summary>y [Slots] of the last round; rows that are not active, or only weakly, have zero.</summary>
    internal double* Y => held.Y;

    /// <summary>Tries to finish from the guess. True: <see cref="X"/> and <see cref="Y"/> solve the problem.</summary>
    /// <param name="of">The problem.</param>
    /// <param name="matrix">Is factored anew.</param>
    /// <param name="x">[Size] about where the solution is.</param>
    /// <param name="y">[Slots] about what its multipliers are; null for zero.</param>
    /// <param name="rounds">How often the set may be put right.</param>
    /// <param name="mostChanges">A set that more changes are needed to is given up, and one that needs no fewer in the next round; zero: none is.</param>
    internal bool Run(Problem of, NewtonMatrix matrix, double* x, double* y, int rounds, int mostChanges)
    {
        problem = of;
        held.Begin(of);
        VectorOps.AddScaled(held.Right, -1, of.P, of.Size);
        VectorOps.Copy(held.X, x, of.Size);
        if (y != null)
            VectorOps.Copy(held.Y, y, of.Slots);
        for (int round = 0, before = mostChanges + 1; round < rounds && held.HoldAtBounds(matrix, Active); round++)
        {
            int changes = Round(matrix);
            if (changes == 0)
                return true;
            if (changes == int.MaxValue || (mostChanges > 0 && changes >= before))
                return false;
            before = changes;
        }
        return false;
    }

    /// <summary>Solves with the set held, and puts the set right; returns how many rows changed. A solution that is none counts as all of them.</summary>
    private int Round(NewtonMatrix matrix)
    {
        held.Refine(matrix, Settled);
        if (!double.IsFinite(held.SizeOfX) || !double.IsFinite(held.SizeOfForce))
            return int.MaxValue;
        int changes = PutRight(Coarse);
        if (changes > 0)
            return changes;
        held.Refine(matrix);
        if (!(Math.Max(held.DualRemainder, held.PrimalRemainder) < Rounding))
            return int.MaxValue;
        changes = PutRight(Rounding);
        if (changes == 0)
            DropWeak();
        return changes;
    }

    /// <summary>Drops rows whose multiplier has the wrong sign and adds rows that are violated; returns how many.</summary>
    private int PutRight(double tolerance)
    {
        Vector wrongSign = Vector256.Create(-tolerance * held.SizeOfForce), outside = Vector256.Create(tolerance * held.SizeOfX);
        int changes = 0;
        for (int i = 0; i < problem.Slots; i += Width)
        {
            Vector product = Vector256.Load(held.Product + i), lower = Vector256.Load(problem.Lower + i), upper = Vector256.Load(problem.Upper + i), side = Vector256.Load(Active.Sides + i);
            Vector above = product - upper, below = lower - product, isActive = ~Vector256.Equals(side, Vector.Zero);
            Vector drop = isActive & Vector256.LessThan(side * Vector256.Load(held.Y + i), wrongSign) & ~Vector256.Equals(lower, upper);
            Vector add = Vector256.AndNot(Vector256.GreaterThan(Vector256.MaxNative(above, below), outside), isActive);
            Vector added = add & Vector256.ConditionalSelect(Vector256.GreaterThan(above, below), Vector.One, -Vector.One);
            (Vector256.AndNot(side, drop | add) | added).Store(Active.Sides + i);
            changes += BitOperations.PopCount((drop | add).ExtractMostSignificantBits());
        }
        return changes;
    }

    private void DropWeak()
    {
        double weak = Weak * held.SizeOfForce;
        for (int i = 0; i < problem.Slots; i++)
        {
            if (Math.Abs(held.Y[i]) <= weak)
                held.Y[i] = 0;
        }
    }
}
