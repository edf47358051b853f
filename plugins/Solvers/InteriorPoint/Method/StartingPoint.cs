using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Where the method begins: the minimum without inequalities, which may already be the solution, and otherwise a point
/// near the central path. At the middle c of an interval of half-width h, the barrier −μ (log(upper − g x) + log(g x − lower))
/// is the quadratic μ ((g x − c) / h)². The minimum of the cost and of these quadratics costs one factorisation and
/// saves several: its slacks are large, its products s·z equal.
/// A μ that is neither lost in the middle nor close to the bounds: the force that would pull the most violated row back to
/// its bound by itself, violation / (g Q⁻¹ gᵀ), times the typical half-width. Where none is violated, or Q has flat
/// directions and this says nothing, p and x give the sizes.
/// </summary>
internal sealed unsafe class StartingPoint
{
    /// <summary>A violation that may be one of rounding, relative to x.</summary>
    private const double Rounding = 1e-9;

    /// <summary>How firmly equations are held.</summary>
    private const double EquationWeight = 1e3;

    private readonly PinnedBuffer variables = new(), rows = new();
    private Problem problem = null!;
    private int slots;
    private double force, reach;

    /// <summary>x [Size].</summary>
    internal double* X => variables.Start;

    /// <summary>G x [Slots].</summary>
    internal double* Product => rows.Start;

    /// <summary>The largest violation of a row at the minimum without inequalities.</summary>
    internal double Violation { get; private set; }

    /// <summary>Whether there is none, up to rounding.</summary>
    internal bool IsFeasible => Violation <= Rounding * VectorOps.Largest(X, problem.Size);

    /// <summary>μ.</summary>
    internal double Complementarity { get; private set; }

    /// <summary>The geometric mean of the half-widths of all intervals, none counted as wider than x is far off.</summary>
    internal double HalfWidth { get; private set; }

    private double* Weights => rows.Start + slots;

    private double* Targets => rows.Start + (2 * slots);

    /// <summary>The minimum without inequalities.</summary>
    /// <param name="of">The problem.</param>
    /// <param name="cost">The factor of Q.</param>
    internal void Minimise(Problem of, NewtonMatrix cost)
    {
        (problem, slots) = (of, of.Slots);
        int stride = of.Size + DenseCholesky.Block;
        variables.ReserveZeros(2 * stride);
        rows.ReserveZeros(3 * slots);
        VectorOps.AddScaled(X, -1, of.P, of.Size);
        cost.Solve(X);
        of.Rows.Multiply(X, Product);
        int worst = FindWorst();
        (force, reach) = cost.IsDefinite && !IsFeasible
            ? (ForceOn(worst, cost, X + stride), Violation)
            : (NotZero(VectorOps.Largest(of.P, of.Size)), NotZero(Math.Max(Violation, VectorOps.Largest(X, of.Size))));
    }

    /// <summary>Goes to the minimum of the cost and of the rows' quadratics; stays where numbers break down.</summary>
    internal void Centre(NewtonMatrix matrix)
    {
        HalfWidth = TypicalHalfWidth();
        Complementarity = force * HalfWidth;
        for (int i = 0; i < slots; i++)
            (Weights[i], Targets[i]) = Quadratic(i);
        if (!matrix.FactorCentred(problem, Weights))
            return;
        for (int i = 0; i < problem.Size; i++)
            X[i] = -problem.P[i];
        problem.Rows.AddTransposed(Targets, X);
        matrix.Solve(X);
        problem.Rows.Multiply(X, Product);
    }

    private int FindWorst()
    {
        int worst = 0;
        Violation = 0;
        for (int i = 0; i < slots; i++)
        {
            double violation = Math.Max(Product[i] - problem.Upper[i], problem.Lower[i] - Product[i]);
            if (violation > Violation)
                (worst, Violation) = (i, violation);
        }
        return worst;
    }

    /// <summary>The multiplier of one row, were it the only one: violation / (g Q⁻¹ gᵀ).</summary>
    private double ForceOn(int row, NewtonMatrix cost, double* scratch)
    {
        Weights[row] = 1;
        problem.Rows.AddTransposed(Weights, scratch);
        cost.Solve(scratch);
        problem.Rows.Multiply(scratch, Targets);
        Weights[row] = 0;
        return Violation / Math.Max(Targets[row], double.Epsilon);
    }

    private double TypicalHalfWidth()
    {
        (double logarithms, double product, int count) = (0, 1, 0);
        for (int i = 0; i < slots; i++)
        {
            double half = 0.5 * (problem.Upper[i] - problem.Lower[i]);
            if (!double.IsFinite(half) || half == 0)
                continue;
            product *= Math.Min(half, reach);
            count++;
            if (product is < 1e-150 or > 1e150)
                (logarithms, product) = (logarithms + Math.Log(product), 1);
        }
        return count == 0 ? reach : Math.Exp((logarithms + Math.Log(product)) / count);
    }

    /// <summary>The second derivative of a row's quadratic, and that times its middle. One-sided rows have one where they are violated, a half-width inside.</summary>
    private (double Weight, double Target) Quadratic(int i)
    {
        (double lower, double upper) = (problem.Lower[i], problem.Upper[i]);
        if (lower == upper)
            return (EquationWeight, EquationWeight * upper);
        double half = 0.5 * (upper - lower);
        if (double.IsFinite(half))
            return Around(lower + half, half);
        return Product[i] > upper ? Around(upper - HalfWidth, HalfWidth)
            : Product[i] < lower ? Around(lower + HalfWidth, HalfWidth)
            : (0, 0);
    }

    private static double NotZero(double size) => size > 0 ? size : 1;

    private (double Weight, double Target) Around(double middle, double half)
    {
        double weight = 2 * Complementarity / (half * half);
        return (weight, weight * middle);
    }
}
