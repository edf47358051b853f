using DiffOG.Constraints;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Decides whether a cost with flat directions falls without end. The directions that stay inside every bound form the
/// cone G d ≤ 0 where only upper bounds are, ≥ 0 where only lower ones are, = 0 where both are. Of those the ones are
/// wanted along which Q is flat and p falls: from −p on, d ← argmin ½ ‖d − d_last‖² + ½ dᵀQd / τ over the cone takes the
/// share λ / (λ + τ) out of every direction of curvature λ, by a small strictly convex program each, with a smaller τ from
/// one to the next. What is left in the end is flat, or nothing.
/// </summary>
internal sealed class Recession(InteriorPointOptions settings)
{
    private const int Steps = 12;

    /// <summary>τ, relative to Q: where it begins, ends, and what it is multiplied by.</summary>
    private const double FirstShare = 1e-5, LastShare = 1e-9, NextShare = 0.1;

    /// <summary>Curvature that counts as none, relative to Q, and lengths and slopes that do, relative to p.</summary>
    private const double Flat = 1e-9, Short = 1e-7;

    private readonly PrimalDualMethod method = new(settings);

    /// <summary>Whether the cost of a feasible problem falls without end.</summary>
    internal bool Proves(QpProblem problem)
    {
        double force = problem.P.Max(Math.Abs), curvature = problem.Q.Max(Math.Abs);
        if (force == 0)
            return false;
        double[] p = [.. problem.P.Select(e => e / force)], q = [.. problem.Q.Select(e => curvature == 0 ? 0 : e / curvature)], d = [.. p.Select(e => -e)];
        QpProblem cost = new(q, new double[p.Length], Cone(problem.Constraints));
        var solution = new QpSolution(cost);
        double share = FirstShare;
        for (int k = 0; k < Steps; k++, share = Math.Max(LastShare, NextShare * share))
        {
            method.Solve(Nearest(cost, d, share), null, solution);
            d = [.. solution.X];
            if (!solution.HasPoint || !(d.Max(Math.Abs) > Short))
                return false;
            double square = d.Sum(e => e * e);
            if (2 * cost.Objective(d) <= Flat * square)
                return d.Zip(p, (a, b) => a * b).Sum() < -Short * Math.Sqrt(square);
        }
        return false;
    }

    /// <summary>½ ‖d − target‖² + ½ dᵀQd / τ.</summary>
    private static QpProblem Nearest(QpProblem cost, double[] target, double share)
    {
        double[] q = [.. cost.Q.Select(e => e / share)];
        for (int i = 0; i < target.Length; i++)
            q[(i * target.Length) + i]++;
        return cost with { Q = q, P = [.. target.Select(e => -e)] };
    }

    private static LinearConstraints Cone(LinearConstraints rows) =>
        new(rows.Variables, [.. rows.Blocks.Select(b => new GeneralBlock(b.Matrix, Zeros(b.RowLower), Zeros(b.RowUpper)))]);

    private static double[] Zeros(double[] bounds) => [.. bounds.Select(b => Math.Abs(b) < Problem.Infinity ? 0 : b)];
}
