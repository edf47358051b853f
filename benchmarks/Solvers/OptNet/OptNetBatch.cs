using System.Runtime.InteropServices;
using DiffOG.Constraints;
using DiffOG.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Solvers.OptNet;

/// <summary>Minimise ½ xᵀQx + pᵀx subject to G x + s = h, s ≥ 0, for a batch; all tensors float64.</summary>
internal sealed class OptNetBatch : IDisposable
{
    private const double Tolerance = 1e-12, StepToBorder = 0.999, Smallest = 1e-8;
    private const int MostIterations = 20, Patience = 3;

    private readonly Tensor q, p, g, h, costFactor, kernel;

    internal OptNetBatch(IReadOnlyList<QpProblem> problems)
    {
        Variables = problems[0].Variables;
        LinearConstraints rows = problems[0].Constraints;
        Faces =
        [
            .. Enumerable.Range(0, rows.Rows).Where(r => double.IsFinite(rows.Upper[r])).Select(r => (r, 1)),
            .. Enumerable.Range(0, rows.Rows).Where(r => double.IsFinite(rows.Lower[r])).Select(r => (r, -1)),
        ];
        int b = problems.Count, n = Variables, m = Faces.Length;
        (q, p, g, h) = (Zeros(b, n, n), Zeros(b, n, 1), Zeros(b, m, n), Zeros(b, m, 1));
        for (int i = 0; i < b; i++)
            Write(problems[i], Part(q, i), Part(p, i), Part(g, i), Part(h, i));
        costFactor = linalg.cholesky(q);
        kernel = bmm(g, g.transpose(1, 2).cholesky_solve(costFactor));
        (X, S, Z) = (p, h, h);
    }

    /// <summary>n.</summary>
    internal int Variables { get; }

    /// <summary>The inequalities sign · g x ≤ sign · bound.</summary>
    internal (int Row, int Sign)[] Faces { get; }

    /// <summary>[B, n, 1].</summary>
    internal Tensor X { get; private set; }

    /// <summary>[B, m, 1] slacks.</summary>
    internal Tensor S { get; private set; }

    /// <summary>[B, m, 1] multipliers.</summary>
    internal Tensor Z { get; private set; }

    /// <summary>Predictor–corrector steps of all problems together; the point with the smallest residual of each is kept.</summary>
    /// <returns>How many.</returns>
    internal int Iterate()
    {
        Start();
        Tensor? best = null;
        (Tensor X, Tensor S, Tensor Z) kept = (X, S, Z);
        int iteration = 0;
        for (int waiting = 0; iteration < MostIterations; iteration++)
        {
            Tensor rx = bmm(g.transpose(1, 2), Z) + bmm(q, X) + p, rz = bmm(g, X) + S - h;
            Tensor mean = (S * Z).sum(1, keepdim: true).abs() / Faces.Length;
            Tensor residual = rz.norm(1, keepdim: true) + rx.norm(1, keepdim: true) + (mean * Faces.Length);
            Tensor better = best is null ? ones_like(residual, ScalarType.Bool) : residual < best;
            (waiting, best) = (better.any().item<bool>() ? 0 : waiting + 1, best is null ? residual : minimum(best, residual));
            kept = (where(better, X, kept.X), where(better, S, kept.S), where(better, Z, kept.Z));
            if (waiting == Patience || best.max().item<double>() < Tolerance)
                break;
            Step(rx, rz, mean);
        }
        (X, S, Z) = kept;
        return iteration;
    }

    /// <summary>With the optimality conditions differentiated at the solution: dL/dp, and the negative of dL/dh.</summary>
    /// <param name="gradient">[B, n, 1] dL/dx.</param>
    internal (Tensor P, Tensor Bounds) Adjoint(Tensor gradient)
    {
        Tensor d = Z.clamp_min(Smallest) / S.clamp_min(Smallest), nothing = zeros_like(S);
        (Tensor dx, _, Tensor dz) = Solve(Factor(d), d, gradient, nothing, nothing);
        return (dx, dz);
    }

    /// <summary>Keeps what the backward pass needs beyond the caller's scope.</summary>
    internal void Detach()
    {
        foreach (Tensor tensor in Kept())
            tensor.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Kept())
            tensor.Dispose();
    }

    private Tensor[] Kept() => [q, p, g, h, costFactor, kernel, X, S, Z];

    /// <summary>The solution with all slacks as free as multipliers, moved into the interior.</summary>
    private void Start()
    {
        Tensor d = ones_like(h);
        (X, S, Z) = Solve(Factor(d), d, p, zeros_like(h), h.neg());
        (S, Z) = (Inside(S), Inside(Z));
    }

    private static Tensor Inside(Tensor values)
    {
        Tensor least = values.amin([1], keepdim: true);
        return values - (least - 1).masked_fill(least >= 0, 0);
    }

    private void Step(Tensor rx, Tensor rz, Tensor mean)
    {
        Tensor d = Z / S, factor = Factor(d);
        (Tensor x, Tensor s, Tensor z) = Solve(factor, d, rx, Z, rz);
        Tensor reach = minimum(Reach(Z, z), Reach(S, s)).clamp_max(1);
        Tensor left = ((S + (reach * s)) * (Z + (reach * z))).sum(1, keepdim: true) / (S * Z).sum(1, keepdim: true);
        Tensor rs = ((s * z) - (mean * left * left * left)) / S;
        (Tensor cx, Tensor cs, Tensor cz) = Solve(factor, d, zeros_like(rx), rs, zeros_like(rz));
        (x, s, z) = (x + cx, s + cs, z + cz);
        Tensor step = (minimum(Reach(Z, z), Reach(S, s)) * StepToBorder).clamp_max(1);
        (X, S, Z) = (X + (step * x), S + (step * s), Z + (step * z));
    }

    private Tensor Factor(Tensor d)
    {
        Tensor system = kernel.clone();
        system.diagonal(0, 1, 2).add_(d.reciprocal().squeeze(2));
        return linalg.cholesky_ex(system).L;
    }

    /// <summary>Q dx + Gᵀ dz = −rx, d ds + dz = −rs, G dx + ds = −rz, by elimination of dx and ds.</summary>
    private (Tensor X, Tensor S, Tensor Z) Solve(Tensor factor, Tensor d, Tensor rx, Tensor rs, Tensor rz)
    {
        Tensor right = bmm(g, rx.cholesky_solve(costFactor)) + (rs / d) - rz;
        Tensor dz = right.cholesky_solve(factor).neg(), ds = (rs + dz).neg() / d;
        Tensor dx = (rx + bmm(g.transpose(1, 2), dz)).neg().cholesky_solve(costFactor);
        return (dx, ds, dz);
    }

    private static Tensor Reach(Tensor values, Tensor steps) =>
        (values / steps).neg().masked_fill(steps >= 0, double.PositiveInfinity).amin([1], keepdim: true);

    private static Tensor Zeros(params long[] shape) => zeros(shape, ScalarType.Float64);

    private static Span<double> Part(Tensor host, int place)
    {
        int size = (int)(host.numel() / host.shape[0]);
        return MemoryMarshal.Cast<byte, double>(host.bytes).Slice(place * size, size);
    }

    private void Write(QpProblem problem, Span<double> cost, Span<double> linear, Span<double> rows, Span<double> bounds)
    {
        SparseRows matrix = problem.Constraints.Matrix;
        problem.Q.CopyTo(cost);
        problem.P.CopyTo(linear);
        for (int k = 0; k < Faces.Length; k++)
        {
            (int row, int sign) = Faces[k];
            for (int e = matrix.Starts[row]; e < matrix.Starts[row + 1]; e++)
                rows[(k * Variables) + matrix.Indices[e]] = sign * matrix.Values[e];
            bounds[k] = sign > 0 ? problem.Constraints.Upper[row] : -problem.Constraints.Lower[row];
        }
    }
}
