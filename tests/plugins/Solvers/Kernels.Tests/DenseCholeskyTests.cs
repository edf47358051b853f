using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Kernels.Tests;

/// <summary>Factors, by what is left of the matrix when they are multiplied out.</summary>
public sealed unsafe class DenseCholeskyTests
{
    /// <summary>Every size up to beyond the registers' tiles, and sizes around the strips of large matrices.</summary>
    public static TheoryData<int, int> Sizes => new() { { 1, 60 }, { 61, 100 }, { 127, 130 }, { 189, 195 }, { 239, 245 }, { 255, 258 }, { 288, 290 }, { 384, 385 }, { 511, 512 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_factor_of_every_size_gives_the_matrix_back(int first, int last)
    {
        for (int n = first; n <= last; n++)
        {
            double[] a = Definite(n, n);
            ColumnMatrix factor = new ColumnMatrix(n, n).Fill(a, n);

            Assert.Equal(-1, factor.Factor());

            Assert.InRange(WorstResidual(factor, a, n), 0, 4e-16 * Math.Sqrt(n) * a.Max());
            for (int j = 0; j < n; j++)
                Assert.Equal(1, factor.Inverse[j] * factor[j, j], 1e-15);
        }
    }

    [Theory]
    [InlineData(13)]
    [InlineData(112)]
    [InlineData(250)]
    public void Neither_alignment_nor_spare_rows_nor_repetition_change_a_bit(int n)
    {
        double[] a = Definite(n, 5);
        ColumnMatrix plain = new ColumnMatrix(n, n).Fill(a, n);
        plain.Factor();
        for (int shift = 0; shift < 8; shift++)
        {
            ColumnMatrix moved = new ColumnMatrix(n, n, shift, 4 * (shift % 3)).Fill(a, n);
            Assert.Equal(-1, moved.Factor());
            Assert.Equal(plain.Lower(), moved.Lower());
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(8, 13)]
    [InlineData(37, 90)]
    [InlineData(112, 5)]
    [InlineData(250, 30)]
    public void Rows_below_are_solved_for_on_the_way_or_later(int n, int below)
    {
        double[] a = Definite(n, 3);
        var random = new Random(n);
        ColumnMatrix together = new ColumnMatrix(n + below, n).Fill(a, n), later = new ColumnMatrix(n + below, n).Fill(a, n);
        double[,] b = new double[below, n];
        for (int i = 0; i < below; i++)
        {
            for (int j = 0; j < n; j++)
                b[i, j] = together[together.Columns + i, j] = later[later.Columns + i, j] = LayerProblems.Normal(random);
        }

        together.Factor();
        Assert.Equal(-1, DenseCholesky.Factor(later.Start, later.Columns, later.Columns, later.Leading, later.Inverse, 0));
        DenseCholesky.SolveRows(later.Start, later.Columns, later.Rows, later.Columns, later.Leading, later.Inverse);

        for (int i = 0; i < below; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double product = 0, size = 1;
                for (int k = 0; k <= j; k++)
                {
                    product += together[together.Columns + i, k] * together[j, k];
                    size += Math.Abs(together[together.Columns + i, k] * together[j, k]);
                }
                Assert.Equal(b[i, j], product, 1e-14 * size);
                Assert.Equal(together[together.Columns + i, j], later[later.Columns + i, j], 1e-13 * size);
            }
        }
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(8, 40)]
    [InlineData(52, 28)]
    [InlineData(112, 112)]
    public void A_product_is_subtracted_from_the_triangle_below_and_from_nothing_else(int first, int below)
    {
        int rows = first + below;
        var random = new Random(first);
        var matrix = new ColumnMatrix(rows, rows);
        for (int j = 0; j < rows; j++)
        {
            for (int i = j; i < rows; i++)
                matrix[i, j] = LayerProblems.Normal(random);
        }
        double Before(int i, int j)
        {
            double sum = matrix[i, j];
            for (int k = 0; k < first && j >= first; k++)
                sum -= matrix[i, k] * matrix[j, k];
            return sum;
        }

        double[] expected = [.. from j in Enumerable.Range(0, rows) from i in Enumerable.Range(j, rows - j) select Before(i, j)];
        DenseCholesky.SubtractProduct(matrix.Start, first, rows, rows, matrix.Leading);

        double[] found = matrix.Lower();
        for (int k = 0; k < found.Length; k++)
            Assert.Equal(expected[k], found[k], 1e-14 * first);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(112)]
    [InlineData(300)]
    public void The_first_column_that_is_not_positive_is_named(int n)
    {
        for (int column = 0; column < n; column += Math.Max(1, n / 13))
        {
            Assert.Equal(column, Spoilt(n, column, column, a => -a).Factor());
            Assert.Equal(column, Spoilt(n, column, column, _ => 0).Factor());
            Assert.Equal(column, Spoilt(n, column, column, _ => double.NaN).Factor());
            Assert.Equal(column, Spoilt(n, column, column, _ => double.PositiveInfinity).Factor());
            Assert.Equal(column, Spoilt(n, column, column, _ => double.NegativeInfinity).Factor());
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(300)]
    public void What_is_not_finite_below_the_diagonal_is_found_in_the_column_of_its_row(int n)
    {
        for (int row = 1; row < n; row += Math.Max(1, n / 7))
        {
            Assert.Equal(row, Spoilt(n, row, row / 2, _ => double.NaN).Factor());
            Assert.Equal(row, Spoilt(n, row, row - 1, _ => double.PositiveInfinity).Factor());
        }
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(70, 69)]
    [InlineData(260, 130)]
    public void A_row_that_depends_on_those_before_has_no_pivot(int n, int dependent)
    {
        // Row `dependent` of the factor is the one before it, so that its pivot is rounding alone.
        double[] l = [.. Factor(n, 2).Select((v, k) => k / n == k % n ? 1 : v / Math.Sqrt(n))];
        for (int j = 0; j < n; j++)
            l[(dependent * n) + j] = j < dependent ? l[((dependent - 1) * n) + j] : 0;
        double[] a = LayerProblems.Gram(l, n, 0);

        Assert.Equal(dependent, new ColumnMatrix(n, n).Fill(a, n).Factor(1e-13));
    }

    [Fact]
    public void A_pivot_counts_by_its_share_of_the_diagonal_entry()
    {
        double[] a = [1, 1, 1, 1 + 1e-8];
        Assert.Equal(-1, new ColumnMatrix(2, 2).Fill(a, 2).Factor(1e-9));
        Assert.Equal(1, new ColumnMatrix(2, 2).Fill(a, 2).Factor(1e-7));
    }

    [Theory]
    [InlineData(1e-305)]
    [InlineData(1e-150)]
    [InlineData(1e150)]
    [InlineData(1e300)]
    public void Very_small_and_very_large_numbers_are_factored_as_well(double unit)
    {
        const int n = 45;
        double[] a = [.. Definite(n, 1).Select(v => v * unit)];
        ColumnMatrix factor = new ColumnMatrix(n, n).Fill(a, n);

        Assert.Equal(-1, factor.Factor(1e-14));
        Assert.InRange(WorstResidual(factor, a, n), 0, 1e-14 * a.Max());
    }

    [Fact]
    public void Denormal_entries_do_no_harm()
    {
        const int n = 21;
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                a[(i * n) + j] = i == j ? 1 : (i + j) * double.Epsilon;
        }
        ColumnMatrix factor = new ColumnMatrix(n, n).Fill(a, n);

        Assert.Equal(-1, factor.Factor());
        Assert.Equal(0, WorstResidual(factor, a, n));

        a[(3 * n) + 3] = 1e-310;
        a[(3 * n) + 2] = a[(2 * n) + 3] = 0;
        factor = new ColumnMatrix(n, n).Fill(a, n);
        Assert.Equal(-1, factor.Factor());
        Assert.Equal(Math.Sqrt(1e-310), factor[3, 3], 1e-160);
    }

    private static ColumnMatrix Spoilt(int n, int row, int column, Func<double, double> spoil)
    {
        ColumnMatrix matrix = new ColumnMatrix(n, n).Fill(Definite(n, 9), n);
        matrix[row, column] = spoil(matrix[row, column]);
        return matrix;
    }

    private static double WorstResidual(ColumnMatrix factor, double[] a, int n)
    {
        double worst = 0;
        double[] l = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                l[(i * n) + j] = factor[i, j];
        }
        double[] product = LayerProblems.Gram(l, n, 0);
        for (int k = 0; k < product.Length; k++)
            worst = Math.Max(worst, Math.Abs(product[k] - a[k]));
        return worst;
    }

    private static double[] Definite(int n, int seed) => LayerProblems.Gram(Factor(n, seed), n, 0.5);

    private static double[] Factor(int n, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)];
    }
}
