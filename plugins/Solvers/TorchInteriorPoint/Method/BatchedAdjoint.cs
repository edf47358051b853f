using System.Runtime.InteropServices;
using DiffOG.Constraints;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>
/// Gradients through solutions, on the device (Amos and Kolter 2017, section 3). With A the rows whose multiplier exceeds
/// their distance from the bound, [Q Aᵀ; A 0] [d; w] = [dL/dx; 0], dL/dp = −d and dL/db = w. The system is solved by the
/// method of multipliers: (Q + Aᵀ A / δ) is factored once, and a few rounds take out what δ and rounding left.
/// </summary>
internal sealed class BatchedAdjoint(Device device)
{
    private const double DualRegularisation = 1e-7;
    private const int Rounds = 3;

    /// <summary>Pulls gradients back through solutions that carry a point and are of one padded size.</summary>
    /// <returns>[B]; null where the numbers broke down.</returns>
    internal QpGradient?[] Pull(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients)
    {
        using DisposeScope scope = NewDisposeScope();
        using var plain = no_grad();
        var batch = new ProblemBatch([.. solutions.Select(s => s.Problem)], device);
        Tensor incoming = Moved(solutions.Count, batch.Variables, (i, row) => gradients[i].Span.CopyTo(row));
        Tensor active = Moved(solutions.Count, batch.Rows, (i, row) => WriteActive(batch, solutions[i], i, row));
        (Tensor d, Tensor w, Tensor failures) = Solve(batch, active, incoming);
        Tensor host = cat([d, w, failures.to(ScalarType.Float64).unsqueeze(1)], 1).cpu().contiguous();
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(host.bytes);
        int width = batch.Variables + batch.Rows + 1;
        var pulled = new QpGradient?[solutions.Count];
        for (int i = 0; i < pulled.Length; i++)
            pulled[i] = Read(batch, solutions[i], i, values.Slice(i * width, width));
        return pulled;
    }

    private static (Tensor D, Tensor W, Tensor Failures) Solve(ProblemBatch batch, Tensor active, Tensor incoming)
    {
        Tensor transposed = batch.G.transpose(1, 2), weights = active / DualRegularisation;
        (Tensor factors, Tensor failures) = linalg.cholesky_ex(Batched.Weighted(batch.Q, batch.G, weights));
        Tensor d = zeros_like(incoming), w = zeros_like(active);
        for (int round = 0; round < Rounds; round++)
        {
            Tensor held = weights * Batched.Product(batch.G, d);
            Tensor left = incoming - Batched.Product(batch.Q, d) - Batched.Product(transposed, w + held);
            Tensor step = Batched.Solve(factors, left);
            (d, w) = (d + step, w + held + (weights * Batched.Product(batch.G, step)));
        }
        return (d, w, failures);
    }

    private Tensor Moved(int problems, int width, WriteRow write)
    {
        Tensor host = zeros([problems, width], ScalarType.Float64);
        for (int i = 0; i < problems; i++)
            write(i, MemoryMarshal.Cast<byte, double>(host.bytes).Slice(i * width, width));
        return host.to(device);
    }

    /// <summary>1 for every row of A, as the scaled problem sees it.</summary>
    private static void WriteActive(ProblemBatch batch, QpSolution solution, int problem, Span<double> active)
    {
        LinearConstraints rows = solution.Problem.Constraints;
        ReadOnlySpan<double> scales = batch.RowScales(problem);
        double[] products = rows.Matrix.Multiply(solution.X);
        for (int r = 0; r < rows.Rows; r++)
        {
            double y = solution.Multipliers[r], bound = y > 0 ? rows.Upper[r] : rows.Lower[r];
            bool holds = Math.Abs(y) * batch.CostScale(problem) / scales[r] > Math.Abs(bound - products[r]) * scales[r];
            active[r] = holds || rows.Lower[r] == rows.Upper[r] ? 1 : 0;
        }
    }

    /// <summary>Where both bounds of a row are equal, the gradient goes to the one that the multiplier pushes against.</summary>
    private static QpGradient? Read(ProblemBatch batch, QpSolution solution, int problem, ReadOnlySpan<double> row)
    {
        if (row[^1] != 0)
            return null;
        int n = solution.Problem.Variables, m = solution.Multipliers.Length;
        var gradient = new QpGradient(solution, new double[n], new double[m], new double[m]);
        for (int i = 0; i < n; i++)
            gradient.P[i] = -row[i] * batch.CostScale(problem);
        for (int r = 0; r < m; r++)
            (solution.Multipliers[r] < 0 ? gradient.Lower : gradient.Upper)[r] = row[batch.Variables + r] * batch.RowScales(problem)[r];
        return gradient;
    }

    private delegate void WriteRow(int problem, Span<double> row);
}
