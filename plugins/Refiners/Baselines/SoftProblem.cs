using DiffOG.Constraints;

namespace DiffOG.Refiners.Baselines;

/// <summary>
/// Minimise ½ ‖x − â‖² + ½ Σ_r w_r dist(g_r x, [l_r, u_r])²: strongly convex and piecewise quadratic. A Newton step on
/// the piece at hand either lands on the same piece, and is then the exact minimum, or goes on from the next one; the
/// objective falls at every step, so there are finitely many.
/// </summary>
internal sealed class SoftProblem
{
    private const int MostSteps = 200, MostHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    private readonly double[] proposal;
    private readonly (double Weight, LinearConstraints Rows)[] terms;
    private readonly int bandwidth;

    /// <summary>States the problem.</summary>
    /// <param name="proposal">â [n].</param>
    /// <param name="terms">Rows over n variables and the weight of each one's squared violation.</param>
    internal SoftProblem(double[] proposal, (double Weight, LinearConstraints Rows)[] terms)
    {
        (this.proposal, this.terms) = (proposal, terms);
        bandwidth = terms.Select(t => Bandwidth(t.Rows.Matrix)).DefaultIfEmpty(0).Max();
    }

    /// <summary>x [n].</summary>
    internal double[] Minimise()
    {
        double[] x = [.. proposal];
        double[][] outside = Outside(x);
        for (int k = 0; k < MostSteps; k++)
        {
            double[] gradient = Gradient(x, outside), step = NewtonStep(gradient, outside);
            (double length, x) = Search(x, step, Objective(x, outside), gradient.Zip(step, (a, b) => a * b).Sum());
            double[][] reached = Outside(x);
            bool samePiece = reached.Zip(outside).All(t => t.First.Zip(t.Second).All(y => Math.Sign(y.First) == Math.Sign(y.Second)));
            outside = reached;
            if (length == 0 || (length == 1 && samePiece))
                break;
        }
        return x;
    }

    /// <summary>½ ‖x − â‖² + ½ Σ w y².</summary>
    internal double Objective(double[] x) => Objective(x, Outside(x));

    private double Objective(double[] x, double[][] outside) =>
        0.5 * (x.Zip(proposal, (a, b) => (a - b) * (a - b)).Sum() + terms.Zip(outside, (t, y) => t.Weight * y.Sum(v => v * v)).Sum());

    /// <summary>By how much every row is above (positive) or below (negative) its bounds.</summary>
    private double[][] Outside(double[] x) => [.. terms.Select(t => Outside(t.Rows, x))];

    private static double[] Outside(LinearConstraints rows, double[] x)
    {
        double[] outside = rows.Matrix.Multiply(x);
        for (int r = 0; r < outside.Length; r++)
            outside[r] = outside[r] > rows.Upper[r] ? outside[r] - rows.Upper[r] : Math.Min(0, outside[r] - rows.Lower[r]);
        return outside;
    }

    private double[] Gradient(double[] x, double[][] outside)
    {
        double[] gradient = [.. x.Zip(proposal, (a, b) => a - b)];
        foreach (((double weight, LinearConstraints rows), double[] y) in terms.Zip(outside))
        {
            double[] pull = rows.Matrix.MultiplyTransposed(y);
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] += weight * pull[i];
        }
        return gradient;
    }

    /// <summary>−(I + Σ w gᵀg)⁻¹ gradient over the rows that are outside.</summary>
    private double[] NewtonStep(double[] gradient, double[][] outside)
    {
        var hessian = new BandMatrix(gradient.Length, bandwidth);
        for (int i = 0; i < gradient.Length; i++)
            hessian[i, i] = 1;
        foreach (((double weight, LinearConstraints rows), double[] y) in terms.Zip(outside))
        {
            for (int r = 0; r < y.Length; r++)
            {
                if (y[r] != 0)
                    AddOuterProduct(hessian, rows.Matrix, r, weight);
            }
        }
        return hessian.Solve([.. gradient.Select(g => -g)]);
    }

    private static void AddOuterProduct(BandMatrix hessian, SparseRows matrix, int row, double weight)
    {
        for (int k = matrix.Starts[row]; k < matrix.Starts[row + 1]; k++)
        {
            for (int l = matrix.Starts[row]; l <= k; l++)
                hessian[matrix.Indices[k], matrix.Indices[l]] += weight * matrix.Values[k] * matrix.Values[l];
        }
    }

    /// <summary>Halves the step until the objective falls enough; length 0 when rounding leaves nothing to gain.</summary>
    private (double Length, double[] X) Search(double[] x, double[] step, double objective, double slope)
    {
        double length = 1;
        for (int k = 0; k < MostHalvings; k++, length *= 0.5)
        {
            double[] trial = [.. x.Zip(step, (a, s) => a + (length * s))];
            if (Objective(trial) <= objective + (SufficientDecrease * length * slope))
                return (length, trial);
        }
        return (0, x);
    }

    private static int Bandwidth(SparseRows matrix) => Enumerable.Range(0, matrix.Rows)
        .Where(r => matrix.Starts[r + 1] > matrix.Starts[r])
        .Select(r => matrix.Indices[matrix.Starts[r + 1] - 1] - matrix.Indices[matrix.Starts[r]])
        .DefaultIfEmpty(0).Max();
}
