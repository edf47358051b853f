using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Kernels.Tests;

/// <summary>Solves with a factor, by what is left of the right side.</summary>
public sealed unsafe class TriangularSolveTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 5, 8, 11, 16, 31, 64, 105, 112, 127, 240, 251, 512];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Both_solves_undo_the_products_whatever_the_alignment(int n)
    {
        var random = new Random(n);
        double[] l = [.. Enumerable.Range(0, n * n).Select(k => k / n == k % n ? 1 + random.NextDouble() : LayerProblems.Normal(random) / n)];
        double[] wanted = [.. Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random))];
        double[]? forward = null, backward = null;
        for (int shift = 0; shift < 8; shift += 3)
        {
            ColumnMatrix factor = new ColumnMatrix(n, n, shift).Fill(l, n);
            for (int j = 0; j < factor.Columns; j++)
                factor.Inverse[j] = 1 / factor[j, j];
            double[] found = Solved(factor, Product(l, wanted, n, false), shift, TriangularSolve.Forward), back = Solved(factor, Product(l, wanted, n, true), shift, TriangularSolve.Backward);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(wanted[i], found[i], 1e-13);
                Assert.Equal(wanted[i], back[i], 1e-13);
            }
            Assert.Equal(forward ??= found, found);
            Assert.Equal(backward ??= back, back);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_product_is_that_of_the_full_matrix(int n)
    {
        var random = new Random(n);
        double[] a = [.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))], x = [.. Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random))];
        var matrix = new ColumnMatrix(n, n, 1);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                matrix[i, j] = a[(i * n) + j];
        }
        var buffer = new PinnedBuffer();
        double* y = buffer.Reserve(2 * matrix.Columns);
        double[] found = Solved(matrix, x, 1, (m, size, leading, _, b) =>
        {
            TriangularSolve.Multiply(m, size, leading, b, y);
            new Span<double>(y, size).CopyTo(new Span<double>(b, size));
        });

        for (int i = 0; i < n; i++)
            Assert.Equal(Enumerable.Range(0, n).Sum(j => a[(i * n) + j] * x[j]), found[i], 1e-14 * n);
    }

    private delegate void Kernel(double* matrix, int size, int leading, double* inverse, double* b);

    private static double[] Solved(ColumnMatrix factor, double[] right, int shift, Kernel kernel)
    {
        var buffer = new PinnedBuffer();
        double* b = buffer.ReserveZeros(factor.Columns + shift) + shift;
        right.CopyTo(new Span<double>(b, right.Length));
        kernel(factor.Start, factor.Columns, factor.Leading, factor.Inverse, b);
        return new Span<double>(b, right.Length).ToArray();
    }

    private static double[] Product(double[] l, double[] x, int n, bool transposed) =>
        [.. Enumerable.Range(0, n).Select(i => transposed
            ? Enumerable.Range(i, n - i).Sum(j => l[(j * n) + i] * x[j])
            : Enumerable.Range(0, i + 1).Sum(j => l[(i * n) + j] * x[j]))];
}
