using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>
/// How well a point and multipliers satisfy the conditions of optimality (Karush, Kuhn, Tucker), found by code that is not
/// the solver. A convex problem is solved exactly where all four are zero. NaN where the point or the multipliers are.
/// </summary>
/// <param name="Primal">The largest amount by which G x leaves its bounds.</param>
/// <param name="Dual">The largest element of Qx + p + Gᵀy.</param>
/// <param name="Complementarity">The largest product of a multiplier and the distance of its row to the bound it pushes against.</param>
/// <param name="Signs">The largest multiplier that pushes against a bound that is not there.</param>
internal sealed record KktCheck(double Primal, double Dual, double Complementarity, double Signs)
{
    /// <summary>The sizes of the numbers that the residuals are differences of; at least 1. What is relative is relative to them.</summary>
    internal (double Primal, double Dual, double Complementarity) Scale { get; private init; } = (1, 1, 1);

    /// <summary>Rows that lie at a bound, up to rounding.</summary>
    internal int ActiveRows { get; private init; }

    /// <summary>The largest of the four, each relative to the numbers it is a difference of.</summary>
    internal double Relative => Largest(
        [Primal / Scale.Primal, Dual / Scale.Dual, Complementarity / Scale.Complementarity, Signs / Scale.Dual]);

    /// <summary>Measures a point.</summary>
    /// <param name="problem">The problem as it was given.</param>
    /// <param name="x">[n].</param>
    /// <param name="multipliers">[m] positive at an upper bound, negative at a lower one.</param>
    internal static KktCheck Of(QpProblem problem, double[] x, double[] multipliers)
    {
        LinearConstraints rows = problem.Constraints;
        double[] product = rows.Matrix.Multiply(x), force = rows.Matrix.MultiplyTransposed(multipliers), quadratic = Multiply(problem.Q, x);
        RowCheck[] checks = [.. product.Select((value, r) => RowCheck.Of(value, rows.Lower[r], rows.Upper[r], multipliers[r]))];
        return new KktCheck(
            Largest(checks.Select(c => c.Violation)),
            Largest(quadratic.Select((q, i) => q + problem.P[i] + force[i])),
            Largest(checks.Select(c => c.Product)),
            Largest(checks.Select(c => c.Unbounded)))
        {
            ActiveRows = checks.Count(c => c.IsActive),
            Scale = Scales(Largest(product), Largest([Largest(quadratic), Largest(problem.P), Largest(force)]), Math.Abs(problem.Objective(x))),
        };
    }

    /// <summary>The largest size; NaN where any is.</summary>
    internal static double Largest(IEnumerable<double> values) => values.Aggregate(0.0, (largest, value) => Math.Max(largest, Math.Abs(value)));

    private static (double Primal, double Dual, double Complementarity) Scales(double primal, double dual, double objective) =>
        (Math.Max(1, primal), Math.Max(1, dual), Math.Max(1, objective));

    private static double[] Multiply(double[] matrix, double[] x)
    {
        double[] product = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
                product[i] += matrix[(i * x.Length) + j] * x[j];
        }
        return product;
    }

    /// <summary>What is wrong with one row.</summary>
    /// <param name="Violation">By how much it leaves its bounds.</param>
    /// <param name="Product">Multiplier times distance to its bound.</param>
    /// <param name="Unbounded">The multiplier where there is no such bound.</param>
    /// <param name="IsActive">Whether it lies at a bound.</param>
    private sealed record RowCheck(double Violation, double Product, double Unbounded, bool IsActive)
    {
        private const double Rounding = 1e-9;

        internal static RowCheck Of(double value, double lower, double upper, double multiplier)
        {
            double bound = multiplier > 0 ? upper : lower;
            bool there = double.IsFinite(bound);
            double violation = Math.Max(0, Math.Max(lower - value, value - upper));
            return new RowCheck(
                violation,
                there && multiplier != 0 ? Math.Abs(multiplier * (bound - value)) : 0 * multiplier,
                there ? 0 : multiplier,
                IsAt(value, lower) || IsAt(value, upper));
        }

        private static bool IsAt(double value, double bound) => double.IsFinite(bound) && Math.Abs(value - bound) <= Rounding * Math.Max(1, Math.Abs(bound));
    }
}

/// <summary>
/// Whether multipliers prove that no point is feasible (Farkas): with Gᵀy = 0 every feasible point would have
/// 0 = yᵀG x ≤ Σ y⁺·upper − Σ y⁻·lower, so that a negative right side is a contradiction.
/// </summary>
/// <param name="Combination">The largest element of Gᵀy, for y scaled to a largest element of 1.</param>
/// <param name="Gap">The right side, for y scaled so.</param>
internal sealed record InfeasibilityCheck(double Combination, double Gap)
{
    /// <summary>Whether it is a proof: with |Gᵀy| ≤ t |gap| a feasible point would have Σ |x_i| ≥ 1 / t.</summary>
    /// <param name="tolerance">t.</param>
    internal bool Proves(double tolerance) => Gap < 0 && Combination <= tolerance * -Gap;

    /// <summary>Measures a certificate.</summary>
    /// <param name="constraints">The rows.</param>
    /// <param name="multipliers">[m].</param>
    internal static InfeasibilityCheck Of(LinearConstraints constraints, double[] multipliers)
    {
        double size = KktCheck.Largest(multipliers);
        double[] y = [.. multipliers.Select(m => m / size)];
        double gap = y.Select((m, r) => m == 0 ? 0 : m * (m > 0 ? constraints.Upper[r] : constraints.Lower[r])).Sum();
        return new InfeasibilityCheck(KktCheck.Largest(constraints.Matrix.MultiplyTransposed(y)), gap);
    }
}
