using System.Runtime.InteropServices;
using DiffOG.Constraints;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>
/// Problems of one padded size on the device, float64: minimise ½ xᵀQx + pᵀx subject to faces sign · g x ≤ bound, the
/// upper ones (sign 1) and then the lower ones (sign −1), and to rows g x = bound where both bounds are equal. Cost and
/// rows are scaled by powers of two, so that the mean diagonal of Q and the largest coefficient of a row are near one
/// and no number is rounded; x is not scaled. Q is padded with the identity, G with rows that bound nothing.
/// </summary>
internal sealed class ProblemBatch
{
    private readonly double[] costScales, rowScales;

    /// <summary>Moves problems to the device; tensors belong to the caller's dispose scope.</summary>
    /// <param name="problems">Checked problems whose <see cref="SizeOf"/> are equal.</param>
    /// <param name="device">Where to.</param>
    internal ProblemBatch(IReadOnlyList<QpProblem> problems, Device device)
    {
        Problems = problems;
        (Variables, Rows) = SizeOf(problems[0]);
        (costScales, rowScales) = (new double[problems.Count], new double[problems.Count * Rows]);
        Tensor q = Zeros(Variables, Variables), p = Zeros(Variables), g = Zeros(Rows, Variables), bounds = Zeros(2, Rows);
        for (int i = 0; i < problems.Count; i++)
        {
            WriteCost(i, Part(q, i), Part(p, i));
            WriteRows(i, Part(g, i), Part(bounds, i));
        }
        (Q, P, G) = (q.to(device), p.to(device), g.to(device));
        Tensor written = bounds.to(device), upper = written.select(1, 0), lower = written.select(1, 1);
        IsEquality = upper == lower.neg();
        Absent = written.isfinite().logical_not().logical_or(IsEquality.unsqueeze(1));
        Bounds = written.masked_fill(Absent, 0);
        EqualBounds = upper.masked_fill(IsEquality.logical_not(), 0);
        Widths = (upper + lower).masked_fill(Absent.any(1), double.PositiveInfinity);
        Signs = tensor([1.0, -1.0], ScalarType.Float64, device).reshape(1, 2, 1);
        FaceCounts = Absent.logical_not().flatten(1).sum(1, type: ScalarType.Float64).clamp_min(1);
    }

    internal IReadOnlyList<QpProblem> Problems { get; }

    /// <summary>n, padded.</summary>
    internal int Variables { get; }

    /// <summary>m, padded.</summary>
    internal int Rows { get; }

    /// <summary>[B, n, n].</summary>
    internal Tensor Q { get; }

    /// <summary>[B, n].</summary>
    internal Tensor P { get; }

    /// <summary>[B, m, n].</summary>
    internal Tensor G { get; }

    /// <summary>[1, 2, 1] 1 and −1.</summary>
    internal Tensor Signs { get; }

    /// <summary>[B, 2, m] sign · bound of every face; zero where there is none.</summary>
    internal Tensor Bounds { get; }

    /// <summary>[B, 2, m] true: no face, because the bound is infinite or the row an equality.</summary>
    internal Tensor Absent { get; }

    /// <summary>[B] how many faces there are, at least one.</summary>
    internal Tensor FaceCounts { get; }

    /// <summary>[B, m] true: both bounds are equal.</summary>
    internal Tensor IsEquality { get; }

    /// <summary>[B, m] the bound of an equality; zero elsewhere.</summary>
    internal Tensor EqualBounds { get; }

    /// <summary>[B, m] from bound to bound; ∞ where a row has not both faces.</summary>
    internal Tensor Widths { get; }

    /// <summary>n and m as they are padded; problems of one batch have them in common.</summary>
    internal static (int Variables, int Rows) SizeOf(QpProblem problem) => (Batched.Padded(problem.Variables), Batched.Padded(problem.Constraints.Rows));

    /// <summary>[B, m] + sign · every face summed over both faces of a row.</summary>
    /// <param name="faces">[B, 2, m].</param>
    internal Tensor OfRows(Tensor faces)
    {
        Tensor present = faces.masked_fill(Absent, 0);
        return present.select(1, 0) - present.select(1, 1);
    }

    /// <summary>[B, 2, m] sign · g x of every row.</summary>
    /// <param name="products">[B, m] g x.</param>
    internal Tensor OfFaces(Tensor products) => products.unsqueeze(1) * Signs;

    /// <summary>What the cost of a problem was multiplied by.</summary>
    internal double CostScale(int problem) => costScales[problem];

    /// <summary>[m, not padded] what the rows of a problem were multiplied by.</summary>
    internal ReadOnlySpan<double> RowScales(int problem) => rowScales.AsSpan(problem * Rows, Problems[problem].Constraints.Rows);

    private Tensor Zeros(params long[] shape) => zeros([Problems.Count, .. shape], ScalarType.Float64);

    private static Span<double> Part(Tensor host, int problem)
    {
        int size = (int)(host.numel() / host.shape[0]);
        return MemoryMarshal.Cast<byte, double>(host.bytes).Slice(problem * size, size);
    }

    private void WriteCost(int problem, Span<double> q, Span<double> p)
    {
        (double[] cost, double[] linear, int n) = (Problems[problem].Q, Problems[problem].P, Problems[problem].Variables);
        double trace = 0;
        for (int i = 0; i < n; i++)
            trace += cost[(i * n) + i];
        double scale = costScales[problem] = PowerOfTwo(n / trace), half = 0.5 * scale;
        for (int i = 0; i < n; i++)
        {
            p[i] = scale * linear[i];
            for (int j = 0; j <= i; j++)
                q[(i * Variables) + j] = q[(j * Variables) + i] = half * (cost[(i * n) + j] + cost[(j * n) + i]);
        }
        for (int i = n; i < Variables; i++)
            q[(i * Variables) + i] = 1;
    }

    private void WriteRows(int problem, Span<double> g, Span<double> bounds)
    {
        LinearConstraints constraints = Problems[problem].Constraints;
        SparseRows matrix = constraints.Matrix;
        bounds.Fill(double.PositiveInfinity);
        for (int r = 0; r < matrix.Rows; r++)
        {
            ReadOnlySpan<double> values = matrix.Values.AsSpan(matrix.Starts[r]..matrix.Starts[r + 1]);
            double scale = rowScales[(problem * Rows) + r] = PowerOfTwo(1 / LargestOf(values));
            for (int k = 0; k < values.Length; k++)
                g[(r * Variables) + matrix.Indices[matrix.Starts[r] + k]] += scale * values[k];
            (bounds[r], bounds[Rows + r]) = (scale * constraints.Upper[r], -scale * constraints.Lower[r]);
        }
    }

    private static double LargestOf(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private static double PowerOfTwo(double near) =>
        near > 0 && double.IsNormal(near) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(near), -500, 500)) : 1;
}
