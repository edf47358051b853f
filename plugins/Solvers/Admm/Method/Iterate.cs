using System.Runtime.Intrinsics;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>A point of the method: x, a copy z of G x that keeps the bounds, multipliers y, and by how much the last step changed x and y.</summary>
internal sealed unsafe class Iterate
{
    private const int Width = DenseCholesky.Block;

    private readonly PinnedBuffer x = new(), z = new(), y = new(), stepX = new(), stepY = new(), solved = new(), product = new();

    internal double* X => x.Start;

    internal double* Z => z.Start;

    internal double* Y => y.Start;

    internal double* StepX => stepX.Start;

    internal double* StepY => stepY.Start;

    /// <summary>Begins at x = 0 and y = 0, or where a similar problem ended.</summary>
    internal void Start(ScaledProblem problem, QpSolution? warmStart)
    {
        DenseQp qp = problem.Qp;
        x.ReserveZeros(qp.Size);
        int rows = DenseCholesky.Padded(qp.Rows);
        y.ReserveZeros(rows);
        z.ReserveZeros(rows);
        stepX.ReserveZeros(qp.Size);
        stepY.ReserveZeros(rows);
        solved.Reserve(qp.Size);
        product.ReserveZeros(rows);
        if (warmStart is not null)
            Take(problem, warmStart);
        qp.Multiply(X, Z);
        for (int r = 0; r < qp.Rows; r++)
            Z[r] = Math.Min(Math.Max(Z[r], qp.Lower[r]), qp.Upper[r]);
    }

    /// <summary>
    /// One step (Stellato et al. 2020, algorithm 1, with ν eliminated):
    /// K x̃ = σ x − p + Gᵀ(R z − y), z̃ = G x̃, w = α z̃ + (1 − α) z,
    /// x ← α x̃ + (1 − α) x, z ← Π(w + R⁻¹ y), y ← y + R (w − z).
    /// </summary>
    internal void Step(DenseQp qp, Penalty penalty, SplittingSystem system, double relaxation)
    {
        double* b = solved.Start, gx = product.Start;
        RightSide(qp, penalty, b, gx);
        system.Solve(qp, b);
        qp.Multiply(b, gx);
        Vector beyond = Vector256.Create(relaxation), back = Vector256.Create(1 - relaxation);
        AdvancePoint(qp, beyond, back, b);
        AdvanceRows(qp, penalty, beyond, back, gx);
    }

    private void RightSide(DenseQp qp, Penalty penalty, double* b, double* pull)
    {
        double* p = qp.P, weights = penalty.Weights;
        Vector sigma = Vector256.Create(SplittingSystem.Sigma);
        for (int i = 0; i < qp.Size; i += Width)
            ((sigma * Vector256.Load(X + i)) - Vector256.Load(p + i)).Store(b + i);
        for (int r = 0; r < qp.Rows; r += Width)
            ((Vector256.Load(weights + r) * Vector256.Load(Z + r)) - Vector256.Load(Y + r)).Store(pull + r);
        qp.AddTransposed(pull, b);
    }

    private void AdvancePoint(DenseQp qp, Vector beyond, Vector back, double* target)
    {
        for (int i = 0; i < qp.Size; i += Width)
        {
            Vector old = Vector256.Load(X + i), next = (beyond * Vector256.Load(target + i)) + (back * old);
            (next - old).Store(StepX + i);
            next.Store(X + i);
        }
    }

    private void AdvanceRows(DenseQp qp, Penalty penalty, Vector beyond, Vector back, double* target)
    {
        double* weights = penalty.Weights, inverses = penalty.Inverses, lower = qp.Lower, upper = qp.Upper;
        for (int r = 0; r < qp.Rows; r += Width)
        {
            Vector old = Vector256.Load(Y + r);
            Vector wanted = (beyond * Vector256.Load(target + r)) + (back * Vector256.Load(Z + r)) + (Vector256.Load(inverses + r) * old);
            Vector kept = Vector256.MinNative(Vector256.MaxNative(wanted, Vector256.Load(lower + r)), Vector256.Load(upper + r));
            Vector next = Vector256.Load(weights + r) * (wanted - kept);
            kept.Store(Z + r);
            (next - old).Store(StepY + r);
            next.Store(Y + r);
        }
    }

    private void Take(ScaledProblem problem, QpSolution warmStart)
    {
        for (int i = 0; i < problem.Qp.Variables; i++)
            X[i] = warmStart.X[i] / problem.ScaleOfVariable(i);
        for (int r = 0; r < problem.Qp.Rows; r++)
            Y[r] = warmStart.Multipliers[r] * problem.CostScale / problem.ScaleOfRow(r);
        if (double.IsFinite(PaddedVectors.Largest(X, problem.Qp.Variables) + PaddedVectors.Largest(Y, problem.Qp.Rows)))
            return;
        x.ReserveZeros(problem.Qp.Size);
        y.ReserveZeros(DenseCholesky.Padded(problem.Qp.Rows));
    }
}
