using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// By how much a point misses the optimality conditions, in the units of the problem as it was given. Scales are powers of
/// two, so these are its residuals to the bit.
/// </summary>
internal sealed unsafe class Residuals
{
    private readonly PinnedBuffer product = new(), force = new(), pull = new();
    private readonly TermSizes sizes = new();

    /// <summary>The largest violation of a bound.</summary>
    internal double Primal { get; private set; }

    /// <summary>The largest element of Qx + p + Gᵀy.</summary>
    internal double Dual { get; private set; }

    /// <summary>The largest product of a multiplier and the distance to its bound.</summary>
    internal double Gap { get; private set; }

    /// <summary>The largest of the three, each less what it may be anyway, relative to the largest number that it is a difference of.</summary>
    internal double Relative { get; private set; }

    /// <summary>|G x − z| in scaled units, relative: what ρ goes by.</summary>
    internal double SplitPrimal { get; private set; }

    /// <summary>|Qx + p + Gᵀy| in scaled units, relative.</summary>
    internal double SplitDual { get; private set; }

    /// <summary>The larger of the two, each less what it may be anyway.</summary>
    internal double Split { get; private set; }

    /// <summary>Measures x and y.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="x">[Size].</param>
    /// <param name="y">[Rows].</param>
    /// <param name="absolute">What residuals may be anyway: of rows in their units, of the cost in units of its scaled gradient.</param>
    /// <param name="exact">Whether rounding of the terms of a sum does not count either: where they cancel, no point has smaller residuals.</param>
    internal void Measure(ScaledProblem problem, double* x, double* y, double absolute, bool exact)
    {
        DenseQp qp = problem.Qp;
        Multiply(qp, x, y);
        sizes.Measure(qp, x, y, exact);
        double ofRows = MeasureRows(problem, y, absolute), ofCost = MeasureCost(problem, x, absolute, out double objective);
        Relative = Math.Max(Math.Max(ofRows, ofCost), Share(Gap - (absolute / problem.CostScale), objective));
    }

    /// <summary>Measures how far the two halves of the splitting are apart.</summary>
    internal void MeasureSplit(DenseQp qp, Iterate iterate, double absolute)
    {
        Multiply(qp, iterate.X, iterate.Y);
        double primal = 0, primalScale = 0, dual = 0, dualScale = 0;
        for (int r = 0; r < qp.Rows; r++)
        {
            primal = Math.Max(primal, Math.Abs(product.Start[r] - iterate.Z[r]));
            primalScale = Math.Max(primalScale, Math.Max(Math.Abs(product.Start[r]), Math.Abs(iterate.Z[r])));
        }
        for (int i = 0; i < qp.Variables; i++)
        {
            dual = Math.Max(dual, Math.Abs(force.Start[i] + qp.P[i] + pull.Start[i]));
            dualScale = Math.Max(dualScale, Math.Max(Math.Abs(force.Start[i]), Math.Max(Math.Abs(qp.P[i]), Math.Abs(pull.Start[i]))));
        }
        (SplitPrimal, SplitDual) = (Share(primal, primalScale), Share(dual, dualScale));
        Split = Math.Max(Share(primal - absolute, primalScale), Share(dual - absolute, dualScale));
    }

    private void Multiply(DenseQp qp, double* x, double* y)
    {
        qp.Multiply(x, product.Reserve(qp.Rows));
        TriangularSolve.Multiply(qp.Q, qp.Size, qp.Leading, x, force.Reserve(qp.Size));
        qp.AddTransposed(y, pull.ReserveZeros(qp.Size));
    }

    /// <summary>Primal residual and gap. Returns the relative primal one.</summary>
    private double MeasureRows(ScaledProblem problem, double* y, double absolute)
    {
        DenseQp qp = problem.Qp;
        double scale = 0, counted = 0;
        (Primal, Gap) = (0, 0);
        for (int r = 0; r < qp.Rows; r++)
        {
            double unit = 1 / problem.ScaleOfRow(r), value = product.Start[r], violation = Math.Max(value - qp.Upper[r], qp.Lower[r] - value);
            Primal = Math.Max(Primal, violation * unit);
            counted = Math.Max(counted, (violation - sizes.RoundingOfRow(r)) * unit);
            scale = Math.Max(scale, Math.Abs(value) * unit);
            if (y[r] != 0)
                Gap = Math.Max(Gap, Math.Abs(y[r] * ((y[r] > 0 ? qp.Upper[r] : qp.Lower[r]) - value)) / problem.CostScale);
        }
        return Share(counted - absolute, scale);
    }

    /// <summary>Dual residual. Returns the relative one, and the size of the cost.</summary>
    private double MeasureCost(ScaledProblem problem, double* x, double absolute, out double objective)
    {
        DenseQp qp = problem.Qp;
        double scale = 0, counted = 0, sum = 0;
        Dual = 0;
        for (int i = 0; i < qp.Variables; i++)
        {
            double unit = 1 / (problem.CostScale * problem.ScaleOfVariable(i)), f = force.Start[i], p = qp.P[i], g = pull.Start[i], left = Math.Abs(f + p + g);
            Dual = Math.Max(Dual, left * unit);
            counted = Math.Max(counted, (left - sizes.RoundingOfVariable(i)) * unit);
            scale = Math.Max(scale, Math.Max(Math.Abs(f), Math.Max(Math.Abs(p), Math.Abs(g))) * unit);
            sum += Math.Abs(x[i] * p) + Math.Abs(x[i] * f);
        }
        objective = sum / problem.CostScale;
        return Share(counted - (absolute / problem.CostScale), scale);
    }

    /// <summary>residual / scale, where nothing of nothing is nothing.</summary>
    private static double Share(double residual, double scale) => residual <= 0 ? 0 : residual / scale;
}
