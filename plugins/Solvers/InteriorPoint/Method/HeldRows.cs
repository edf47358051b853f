using System.Runtime.Intrinsics;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Solves Qx + Aᵀy = b, Ax = c with A the rows of an active set. The matrix that is factored is the Newton matrix with
/// weights 1/δ for these rows, K = Q + AᵀA/δ, which is exact for Ax − δy = c. So the solution is approached by
/// corrections of what is left over,
///     K dx = (b − Qx − Aᵀy) + Aᵀ(c − Ax)/δ,    dy = (A dx − (c − Ax))/δ.
/// Each leaves the share δ / (δ + eigenvalue of A Q⁻¹ Aᵀ): two or three reach rounding. Rows may depend on each other;
/// they share the force then.
/// </summary>
internal sealed unsafe class HeldRows
{
    private const int Width = 4;
    private const double Regularisation = 1e-8;

    /// <summary>Remainders of this relative size are rounding.</summary>
    private const double Exact = 1e-15;
    private const int MostCorrections = 8;

    private readonly PinnedBuffer variables = new(), rows = new();
    private Problem problem = null!;
    private int stride, slots;

    /// <summary>x [Size].</summary>
    internal double* X => variables.Start;

    /// <summary>b [Size].</summary>
    internal double* Right => variables.Start + stride;

    /// <summary>y [Slots]; zero in slots that are not held.</summary>
    internal double* Y => rows.Start;

    /// <summary>G x [Slots].</summary>
    internal double* Product => rows.Start + slots;

    /// <summary>The size of x.</summary>
    internal double SizeOfX { get; private set; }

    /// <summary>The size of b, y and of what the products in Qx add up from.</summary>
    internal double SizeOfForce { get; private set; }

    /// <summary>What is left over of the first equation, relative to the forces.</summary>
    internal double DualRemainder { get; private set; }

    /// <summary>What is left over of the second equation, relative to x.</summary>
    internal double PrimalRemainder { get; private set; }

    /// <summary>Qx + Aᵀy − b.</summary>
    private double* Dual => variables.Start + (2 * stride);

    /// <summary>1/δ where a row is held.</summary>
    private double* Weights => rows.Start + (2 * slots);

    /// <summary>c where a row is held.</summary>
    private double* Target => rows.Start + (3 * slots);

    /// <summary>(Ax − c)/δ where a row is held.</summary>
    private double* Primal => rows.Start + (4 * slots);

    /// <summary>Makes room; all vectors are zero.</summary>
    internal void Begin(Problem of)
    {
        problem = of;
        (stride, slots) = (of.Size + DenseCholesky.Block, of.Slots);
        variables.ReserveZeros(3 * stride);
        rows.ReserveZeros(5 * slots);
    }

    /// <summary>Holds the rows of a set at their bounds, and factors. False: the numbers have broken down.</summary>
    internal bool HoldAtBounds(NewtonMatrix matrix, ActiveSet active)
    {
        Hold(active, atBounds: true);
        if (!matrix.Factor(problem, Weights))
            return false;
        Measure();
        return true;
    }

    /// <summary>Holds the rows of a set at zero, and factors with some curvature added in all directions. False: the numbers have broken down.</summary>
    internal bool HoldAtZero(NewtonMatrix matrix, ActiveSet active, double ridge)
    {
        Hold(active, atBounds: false);
        if (!matrix.Factor(problem, Weights, ridge))
            return false;
        Measure();
        return true;
    }

    /// <summary>Replaces b by what x and y give, and these by zero.</summary>
    internal void TakeAsRight()
    {
        VectorOps.AddScaled(Right, 1, Dual, problem.Size);
        VectorOps.Clear(X, problem.Size);
        VectorOps.Clear(Y, slots);
        Measure();
    }

    /// <summary>Corrects at least once, until what is left over is small enough or stops falling.</summary>
    /// <param name="matrix">The factor.</param>
    /// <param name="enough">What is small enough; zero: rounding.</param>
    internal void Refine(NewtonMatrix matrix, double enough = 0)
    {
        for (int k = 0; k < MostCorrections; k++)
        {
            (double dual, double primal) = (DualRemainder, PrimalRemainder);
            Correct(matrix);
            bool falls = DualRemainder < 0.5 * dual || PrimalRemainder < 0.5 * primal;
            if (!falls || Math.Max(DualRemainder, PrimalRemainder) <= Math.Max(enough, Exact))
                return;
        }
    }

    /// <summary>One correction.</summary>
    internal void Correct(NewtonMatrix matrix)
    {
        problem.Rows.AddTransposed(Primal, Dual);
        matrix.Solve(Dual);
        VectorOps.AddScaled(X, -1, Dual, problem.Size);
        problem.Rows.Multiply(Dual, Product);
        for (int i = 0; i < slots; i += Width)
            (Vector256.Load(Y + i) + Vector256.Load(Primal + i) - (Vector256.Load(Weights + i) * Vector256.Load(Product + i))).Store(Y + i);
        Measure();
    }

    private void Hold(ActiveSet active, bool atBounds)
    {
        Vector weight = Vector256.Create(1 / Regularisation);
        for (int i = 0; i < slots; i += Width)
        {
            Vector side = Vector256.Load(active.Sides + i), held = ~Vector256.Equals(side, Vector.Zero);
            Vector bound = Vector256.ConditionalSelect(Vector256.GreaterThan(side, Vector.Zero), Vector256.Load(problem.Upper + i), Vector256.Load(problem.Lower + i));
            (held & weight).Store(Weights + i);
            (atBounds ? held & bound : Vector.Zero).Store(Target + i);
            (held & Vector256.Load(Y + i)).Store(Y + i);
        }
    }

    private void Measure()
    {
        problem.MultiplyCost(X, Dual);
        VectorOps.AddScaled(Dual, -1, Right, problem.Size);
        problem.Rows.AddTransposed(Y, Dual);
        problem.Rows.Multiply(X, Product);
        for (int i = 0; i < slots; i += Width)
            (Vector256.Load(Weights + i) * (Vector256.Load(Product + i) - Vector256.Load(Target + i))).Store(Primal + i);
        SizeOfX = Math.Max(VectorOps.Largest(X, problem.Size), problem.SmallestLength);
        SizeOfForce = Math.Max(problem.LargestCurvature * SizeOfX, Math.Max(VectorOps.Largest(Right, problem.Size), VectorOps.Largest(Y, slots)));
        DualRemainder = VectorOps.Largest(Dual, problem.Size) / Math.Max(SizeOfForce, double.Epsilon);
        PrimalRemainder = Regularisation * VectorOps.Largest(Primal, slots) / Math.Max(SizeOfX, double.Epsilon);
    }
}
