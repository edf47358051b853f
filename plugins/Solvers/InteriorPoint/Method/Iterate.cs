using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The point of the method: x, slacks and multipliers of both sides of the rows, multipliers of the equations; by how
/// much it misses the conditions Qx + p + Gᵀy = 0, g x + s = bound, s·z = 0; and the step from there. Reduced to x, a step
/// towards s·z = centre solves K dx = −(Qx + p + Gᵀy) − Gᵀf, with f what the multipliers change by where dx is zero.
/// </summary>
internal sealed unsafe class Iterate
{
    /// <summary>The share of the way to the border that is gone.</summary>
    private const double StepToBorder = 0.99;

    /// <summary>How much longer a step centrality is to allow.</summary>
    private const double LongerStep = 0.3;

    /// <summary>The share of the step's length that centrality may cost.</summary>
    private const double ShortestShare = 0.9;

    private readonly PinnedBuffer variables = new(), rows = new();
    private Problem problem = null!;
    private int stride, slots;
    private double centre;

    /// <summary>x [Size].</summary>
    internal double* X => variables.Start;

    /// <summary>Upper bounds.</summary>
    internal Side Upper { get; } = new(1);

    /// <summary>Lower bounds.</summary>
    internal Side Lower { get; } = new(-1);

    /// <summary>Equal bounds.</summary>
    internal Equations Equations { get; } = new();

    /// <summary>The largest relative residual: primal, dual, gap. Not a number once the method has broken down.</summary>
    internal double Residual { get; private set; }

    /// <summary>The longest step, at most one, that keeps slacks and multipliers from becoming negative.</summary>
    internal double LongestStep => 1 / Math.Max(1, Math.Max(Upper.InverseStep, Lower.InverseStep));

    /// <summary>μ, the mean of s·z.</summary>
    internal double Complementarity => (Upper.Gap + Lower.Gap) / Math.Max(1, Upper.Count + Lower.Count);

    private double* StepX => variables.Start + stride;

    /// <summary>Qx + p + Gᵀy [Size].</summary>
    private double* Dual => variables.Start + (2 * stride);

    private double* Force => variables.Start + (3 * stride);

    /// <summary>G x [Slots].</summary>
    private double* Product => rows.Start;

    /// <summary>[Slots] weights, forces, multipliers or G dx, one after the other.</summary>
    private double* OfRows => rows.Start + slots;

    /// <summary>Begins.</summary>
    internal void Start(Problem of, StartingPoint start)
    {
        problem = of;
        (stride, slots) = (of.Size + DenseCholesky.Block, of.Slots);
        variables.ReserveZeros(4 * stride);
        rows.Reserve(2 * slots);
        VectorOps.Copy(X, start.X, of.Size);
        Upper.Start(of, start.Product, start.Complementarity, start.HalfWidth);
        Lower.Start(of, start.Product, start.Complementarity, start.HalfWidth);
        Equations.Start(of);
    }

    /// <summary>Measures everything at the point.</summary>
    internal void Evaluate()
    {
        problem.Rows.Multiply(X, Product);
        Upper.Evaluate(Product);
        Lower.Evaluate(Product);
        Equations.Evaluate(problem, Product);
        problem.MultiplyCost(X, Force);
        VectorOps.Copy(Dual, Force, problem.Size);
        VectorOps.AddScaled(Dual, 1, problem.P, problem.Size);
        problem.Rows.AddTransposed(Multipliers(), Dual);
        Residual = Math.Max(PrimalResidual(), Math.Max(DualResidual(), GapResidual()));
    }

    /// <summary>The weights of all rows, to factor K with.</summary>
    internal double* Weights()
    {
        VectorOps.Clear(OfRows, slots);
        Upper.AddWeights(OfRows);
        Lower.AddWeights(OfRows);
        Equations.AddWeights(OfRows);
        return OfRows;
    }

    /// <summary>The affine step, towards s·z = 0. What it would leave of μ says where the step should rather lead: σ μ with σ the cube of that share (Mehrotra).</summary>
    internal void Predict(NewtonMatrix matrix)
    {
        centre = 0;
        Upper.ClearCorrections();
        Lower.ClearCorrections();
        FindStep(matrix);
        double step = LongestStep, gap = Upper.Gap + Lower.Gap;
        double left = gap > 0 ? (Upper.GapAfter(step) + Lower.GapAfter(step)) / gap : 0;
        centre = left * left * left * Complementarity;
    }

    /// <summary>The step towards the centre, with the predictor's product ds dz taken into account (Mehrotra).</summary>
    internal void Correct(NewtonMatrix matrix)
    {
        Upper.AddSecondOrder();
        Lower.AddSecondOrder();
        FindStep(matrix);
    }

    /// <summary>The step that also brings outlying products s·z towards the centre, so that it can be longer; withdrawn where it became shorter (Gondzio).</summary>
    internal void Centralise(NewtonMatrix matrix)
    {
        double before = LongestStep, hoped = Math.Min(1, before + LongerStep);
        Upper.AddCentrality(hoped, centre);
        Lower.AddCentrality(hoped, centre);
        FindStep(matrix);
        if (LongestStep >= ShortestShare * before)
            return;
        Upper.ClearCentrality();
        Lower.ClearCentrality();
        FindStep(matrix);
    }

    /// <summary>Goes along the step, never quite to the border.</summary>
    internal void Advance()
    {
        double longest = LongestStep, step = longest < 1 ? StepToBorder * longest : 1;
        VectorOps.AddScaled(X, step, StepX, problem.Size);
        Upper.Advance(step);
        Lower.Advance(step);
        Equations.Advance(step);
    }

    /// <summary>y of all slots: positive at an upper bound, negative at a lower one.</summary>
    internal double* Multipliers()
    {
        VectorOps.Clear(OfRows, slots);
        Upper.AddMultipliers(OfRows);
        Lower.AddMultipliers(OfRows);
        Equations.AddMultipliers(OfRows);
        return OfRows;
    }

    private void FindStep(NewtonMatrix matrix)
    {
        VectorOps.Clear(OfRows, slots);
        Upper.AddForce(centre, OfRows);
        Lower.AddForce(centre, OfRows);
        Equations.AddForce(OfRows);
        VectorOps.Copy(StepX, Dual, problem.Size);
        problem.Rows.AddTransposed(OfRows, StepX);
        VectorOps.Scale(StepX, -1, problem.Size);
        matrix.Solve(StepX);
        problem.Rows.Multiply(StepX, OfRows);
        Upper.Recover(OfRows);
        Lower.Recover(OfRows);
        Equations.Recover(OfRows);
    }

    private double PrimalResidual()
    {
        double residual = Math.Max(Equations.LargestResidual, Math.Max(Upper.LargestResidual, Lower.LargestResidual));
        return Relative(residual, Math.Max(problem.SmallestLength, VectorOps.Largest(Product, slots)));
    }

    private double DualResidual() =>
        Relative(VectorOps.Largest(Dual, problem.Size), Math.Max(VectorOps.Largest(Force, problem.Size), VectorOps.Largest(problem.P, problem.Size)));

    private double GapResidual() =>
        Relative(Upper.Gap + Lower.Gap, Math.Abs(VectorOps.Dot(X, Force, problem.Size)) + Math.Abs(VectorOps.Dot(X, problem.P, problem.Size)));

    private static double Relative(double value, double scale) => value / Math.Max(scale, double.Epsilon);
}
