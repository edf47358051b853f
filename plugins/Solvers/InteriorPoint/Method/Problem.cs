using DiffOG.Constraints;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.InteriorPoint.Rows;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The problem as the method works on it: minimise ½ xᵀQx + pᵀx subject to lower ≤ G x ≤ upper, rows in slots. Cost and
/// rows are scaled by powers of two, so that the mean diagonal of Q and the largest coefficient of a row are near one and
/// no number is rounded; x is not scaled. Q is padded with the identity.
/// </summary>
internal sealed unsafe class Problem
{
    /// <summary>Bounds from here on are as good as none.</summary>
    internal const double Infinity = 1e20;

    /// <summary>The share of what p moves a variable by that is as good as nothing.</summary>
    private const double Negligible = 1e-6;

    private readonly PinnedBuffer quadratic = new(), linear = new(), bounds = new();

    /// <summary>The original.</summary>
    internal QpProblem Original { get; private set; } = null!;

    /// <summary>n.</summary>
    internal int Variables { get; private set; }

    /// <summary>n, padded. Vectors over variables have room for <see cref="DenseCholesky.Block"/> more.</summary>
    internal int Size { get; private set; }

    /// <summary>From one column of Q to the next.</summary>
    internal int Leading { get; private set; }

    /// <summary>Q [Size · Leading], both triangles.</summary>
    internal double* Q => quadratic.Start;

    /// <summary>p [Size].</summary>
    internal double* P => linear.Start;

    /// <summary>What the cost was multiplied by.</summary>
    internal double CostScale { get; private set; }

    /// <summary>The largest diagonal element of Q, which no other exceeds.</summary>
    internal double LargestCurvature { get; private set; }

    /// <summary>Lengths below this are as good as zero, where nothing else tells.</summary>
    internal double SmallestLength { get; private set; }

    /// <summary>G.</summary>
    internal RowSet Rows { get; } = new();

    /// <summary>How long a vector over slots is.</summary>
    internal int Slots => Rows.Slots;

    /// <summary>[Slots]; −∞ where there is none, and in empty slots.</summary>
    internal double* Lower => bounds.Start;

    /// <summary>[Slots]; +∞ where there is none, and in empty slots.</summary>
    internal double* Upper => bounds.Start + Slots;

    /// <summary>Takes a checked problem.</summary>
    internal void Load(QpProblem problem)
    {
        Original = problem;
        Variables = problem.Variables;
        Size = DenseCholesky.Padded(Variables);
        Leading = DenseCholesky.LeadingDimension(Size);
        LoadCost(problem.Q, problem.P);
        Rows.Load(problem.Constraints);
        LoadBounds(problem.Constraints.Lower, problem.Constraints.Upper);
    }

    /// <summary>Whether a slot holds an equation.</summary>
    internal bool IsEquation(int slot) => Lower[slot] == Upper[slot];

    /// <summary>force ← Q x.</summary>
    internal void MultiplyCost(double* x, double* force) => TriangularSolve.Multiply(Q, Size, Leading, x, force);

    private void LoadCost(double[] q, double[] p)
    {
        int n = Variables;
        (double trace, double largest, double slope) = (0, 0, 0);
        for (int i = 0; i < n; i++)
        {
            double curvature = q[(i * n) + i];
            (trace, largest, slope) = (trace + Math.Abs(curvature), Math.Max(largest, curvature), Math.Max(slope, Math.Abs(p[i])));
        }
        CostScale = Scaling.PowerOfTwo(trace > 0 ? n / trace : 1 / slope);
        (LargestCurvature, SmallestLength) = (CostScale * largest, Negligible * CostScale * slope);
        double* shift = linear.ReserveZeros(Size);
        for (int i = 0; i < n; i++)
            shift[i] = CostScale * p[i];
        fixed (double* source = q)
            SymmetricPart.Write(source, n, 0.5 * CostScale, quadratic.Reserve(Size * Leading), Size, Leading);
    }

    private void LoadBounds(double[] lower, double[] upper)
    {
        bounds.Reserve(2 * Slots);
        new Span<double>(Lower, Slots).Fill(double.NegativeInfinity);
        new Span<double>(Upper, Slots).Fill(double.PositiveInfinity);
        for (int r = 0; r < lower.Length; r++)
        {
            (int slot, double scale) = (Rows.SlotOf(r), Rows.ScaleOf(r));
            if (lower[r] > -Infinity)
                Lower[slot] = scale * lower[r];
            if (upper[r] < Infinity)
                Upper[slot] = scale * upper[r];
        }
    }
}
