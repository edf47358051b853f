using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The system of an active set A: [Q Aᵀ; A 0] [x; y] = [b; c]. With Q = L Lᵀ and V = A L⁻ᵀ it is
/// [L 0; V M] diag(I, −I) [L 0; V M]ᵀ where M Mᵀ = V Vᵀ, so one triangle in one array holds the whole factor. Solutions
/// are refined until their residuals stop falling.
/// </summary>
internal sealed unsafe class ActiveSetKkt
{
    /// <summary>Below this share of its row's own size a pivot of V Vᵀ says that the row depends on others.</summary>
    private const double DependentPivot = 1e-11;
    private const int Refinements = 3;

    private readonly PinnedBuffer matrix = new(), inverse = new(), solution = new(), correction = new(), remainder = new(), product = new(), rightSide = new();
    private int size, leading, cost;

    /// <summary>x [Size], then y of the active rows in their order.</summary>
    internal double* Solution => solution.Start;

    /// <summary>The multiplier of the k-th active row.</summary>
    internal double* Multipliers => solution.Start + cost;

    /// <summary>[Size], then one value an active row: what is solved for. Written by the caller before <see cref="Solve"/>.</summary>
    internal double* RightSide => rightSide.Start;

    /// <summary>Factors; rows that depend on others are taken out of the set.</summary>
    internal void Factor(Problem problem, Kkt kkt, ActiveSet active)
    {
        int dependent;
        do
        {
            Assemble(problem, kkt, active);
            double* trailing = matrix.Start + ((long)cost * leading) + cost;
            dependent = DenseCholesky.Factor(trailing, size - cost, size - cost, leading, inverse.Start + cost, DependentPivot);
            if (dependent >= 0)
            {
                active.Set(active.Row(dependent), 0);
                active.Collect();
            }
        }
        while (dependent >= 0);
        rightSide.ReserveZeros(size);
    }

    /// <summary>Solves for <see cref="RightSide"/>.</summary>
    internal void Solve(Problem problem, ActiveSet active)
    {
        solution.ReserveZeros(size);
        double residual = Residual(problem, active);
        for (int k = 0; k <= Refinements && residual > 0; k++)
        {
            Span<double> step = new(correction.Reserve(size), size);
            new ReadOnlySpan<double>(remainder.Start, size).CopyTo(step);
            SolveOnce(correction.Start);
            Add(step, 1);
            double before = residual;
            residual = Residual(problem, active);
            if (!(residual < before) && k > 0)
                Add(step, -1);
            if (!(residual < 0.1 * before))
                break;
        }
    }

    private void Add(ReadOnlySpan<double> step, double factor)
    {
        for (int i = 0; i < step.Length; i++)
            solution.Start[i] += factor * step[i];
    }

    /// <summary>remainder ← right side − matrix · solution; returns its largest element.</summary>
    private double Residual(Problem problem, ActiveSet active)
    {
        double* r = remainder.ReserveZeros(size), x = solution.Start, qx = product.Reserve(cost);
        TriangularSolve.Multiply(problem.Q, problem.Size, problem.Leading, x, qx);
        for (int i = 0; i < cost; i++)
            r[i] = rightSide.Start[i] - qx[i];
        for (int k = 0; k < active.Count; k++)
        {
            problem.AddRow(active.Row(k), -Multipliers[k], r);
            r[cost + k] = rightSide.Start[cost + k] - problem.RowTimes(active.Row(k), x);
        }
        double largest = 0;
        for (int i = 0; i < size; i++)
            largest = Math.Max(largest, Math.Abs(r[i]));
        return largest;
    }

    private void SolveOnce(double* b)
    {
        TriangularSolve.Forward(matrix.Start, size, leading, inverse.Start, b);
        for (int i = cost; i < size; i++)
            b[i] = -b[i];
        TriangularSolve.Backward(matrix.Start, size, leading, inverse.Start, b);
    }

    /// <summary>Copies the factor of Q, writes the active rows below, and leaves V and V Vᵀ there.</summary>
    private void Assemble(Problem problem, Kkt kkt, ActiveSet active)
    {
        cost = problem.Size;
        size = cost + DenseCholesky.Padded(active.Count);
        leading = DenseCholesky.LeadingDimension(size);
        double* a = matrix.Reserve(size * leading), d = inverse.Reserve(size);
        for (int j = 0; j < cost; j++)
        {
            new ReadOnlySpan<double>(kkt.CostFactor + ((long)j * problem.Leading) + j, cost - j).CopyTo(new Span<double>(a + ((long)j * leading) + j, cost - j));
            new Span<double>(a + ((long)j * leading) + cost, size - cost).Clear();
            d[j] = kkt.CostInverse[j];
        }
        for (int j = cost; j < size; j++)
            new Span<double>(a + ((long)j * leading) + cost, size - cost).Clear();
        for (int k = 0; k < active.Count; k++)
            problem.AddRow(active.Row(k), 1, a + cost + k, leading);
        DenseCholesky.SolveRows(a, cost, size, cost, leading, d);
        DenseCholesky.SubtractProduct(a, cost, size, size, leading);
        for (int j = cost; j < size; j++)
        {
            for (int i = j; i < size; i++)
                a[((long)j * leading) + i] = -a[((long)j * leading) + i];
        }
        for (int j = cost + active.Count; j < size; j++)
            a[((long)j * leading) + j] = 1;
    }
}
