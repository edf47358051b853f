using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Decides whether the inequalities can be satisfied at all, by minimising half the squared distance of G x to its
/// bounds with a semismooth Newton method. At the minimum y = G x − Π(G x) satisfies Gᵀy = 0; where y is not zero it
/// proves that no point is feasible, because yᵀ(G x) ≤ yᵀΠ − a sum of bounds − is less than zero for every feasible x.
/// </summary>
internal sealed unsafe class Certificate
{
    private const int Steps = 100, Halvings = 40, Sharpenings = 3;

    /// <summary>How much larger than the point found a feasible point would at least have to be.</summary>
    private const double ProofRadius = 1e6;

    private readonly PinnedBuffer point = new(), trial = new(), gradient = new(), hessian = new(), inverse = new();

    /// <summary>y of every (scaled) row [m], the largest element 1.</summary>
    internal double[] Multipliers { get; private set; } = [];

    /// <summary>Whether no point satisfies the inequalities; then <see cref="Multipliers"/> proves it.</summary>
    internal bool Proves(Problem problem)
    {
        Begin(problem);
        double distance = Distance(problem, point.Start);
        for (int k = 0; k < Steps && distance > 0 && Newton(problem); k++)
        {
            double next = Search(problem, distance);
            if (!(next < distance))
                break;
            distance = next;
        }
        if (!(distance > 0 && double.IsFinite(distance)))
            return false;
        Sharpen(problem);
        return IsProof(problem);
    }

    /// <summary>Takes out of y what is left of Gᵀy, on y itself: as G x − Π(G x) it carries the rounding of a large x.</summary>
    private void Sharpen(Problem problem)
    {
        for (int k = 0; k < Sharpenings && Newton(problem); k++)
        {
            for (int r = 0; r < problem.Rows; r++)
            {
                double y = Multipliers[r];
                if (y != 0)
                    Multipliers[r] = Math.Sign(y) * Math.Max(0, Math.Abs(y) + (Math.Sign(y) * problem.RowTimes(r, gradient.Start)));
            }
        }
    }

    private void Begin(Problem problem)
    {
        if (Multipliers.Length < problem.Rows)
            Multipliers = new double[problem.Rows];
        // From zero, not from the method's point: where there is no solution, that one runs away.
        point.ReserveZeros(problem.Size);
        trial.Reserve(problem.Size);
        gradient.Reserve(problem.Size);
    }

    /// <summary>Half the squared distance; leaves y in <see cref="Multipliers"/>.</summary>
    private double Distance(Problem problem, double* x)
    {
        double sum = 0;
        for (int r = 0; r < problem.Rows; r++)
        {
            double product = problem.RowTimes(r, x);
            double y = product > problem.Upper(r) ? product - problem.Upper(r) : product < problem.Lower(r) ? product - problem.Lower(r) : 0;
            Multipliers[r] = y;
            sum += 0.5 * y * y;
        }
        return sum;
    }

    /// <summary>The direction −(G_Vᵀ G_V + ε I)⁻¹ Gᵀy with V the violated rows, into the gradient's place. False: the gradient is zero.</summary>
    private bool Newton(Problem problem)
    {
        int size = problem.Size * problem.Leading;
        double* h = hessian.ReserveZeros(size), g = gradient.ReserveZeros(problem.Size);
        double largest = 0;
        for (int r = 0; r < problem.Rows; r++)
        {
            if (Multipliers[r] == 0)
                continue;
            problem.AddRow(r, -Multipliers[r], g);
            problem.AddOuterProduct(r, 1, h);
        }
        for (int i = 0; i < problem.Size; i++)
        {
            h[((long)i * problem.Leading) + i] += 1e-9;
            largest = Math.Max(largest, Math.Abs(g[i]));
        }
        if (largest == 0 || DenseCholesky.Factor(h, problem.Size, problem.Size, problem.Leading, inverse.Reserve(problem.Size), 0) >= 0)
            return false;
        TriangularSolve.Forward(h, problem.Size, problem.Leading, inverse.Start, g);
        TriangularSolve.Backward(h, problem.Size, problem.Leading, inverse.Start, g);
        return true;
    }

    /// <summary>Halves the step until the distance falls; goes there.</summary>
    private double Search(Problem problem, double distance)
    {
        double step = 1, reached = double.PositiveInfinity;
        for (int k = 0; k < Halvings; k++, step *= 0.5)
        {
            for (int i = 0; i < problem.Size; i++)
                trial.Start[i] = point.Start[i] + (step * gradient.Start[i]);
            reached = Distance(problem, trial.Start);
            if (reached < distance)
            {
                new ReadOnlySpan<double>(trial.Start, problem.Size).CopyTo(new Span<double>(point.Start, problem.Size));
                return reached;
            }
        }
        return Distance(problem, point.Start);
    }

    /// <summary>With e = Gᵀy, a feasible x satisfies eᵀx ≤ yᵀΠ(G x) of ours; that is negative, so |x| ≥ |yᵀΠ| / ‖e‖₁.</summary>
    private bool IsProof(Problem problem)
    {
        double* e = gradient.ReserveZeros(problem.Size);
        double bounds = 0, norm = 0, largest = 0, size = 0;
        for (int r = 0; r < problem.Rows; r++)
        {
            if (Multipliers[r] == 0)
                continue;
            problem.AddRow(r, Multipliers[r], e);
            bounds += Multipliers[r] * (Multipliers[r] > 0 ? problem.Upper(r) : problem.Lower(r));
            largest = Math.Max(largest, Math.Abs(Multipliers[r]));
        }
        for (int i = 0; i < problem.Size; i++)
            (norm, size) = (norm + Math.Abs(e[i]), Math.Max(size, Math.Abs(point.Start[i])));
        for (int r = 0; r < problem.Rows; r++)
            Multipliers[r] /= largest;
        return bounds < -ProofRadius * norm * Math.Max(size, double.Epsilon);
    }
}
