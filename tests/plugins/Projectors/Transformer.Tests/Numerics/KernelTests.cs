using DiffOG.Projectors.Transformer.Numerics;
using Xunit;

namespace DiffOG.Projectors.Transformer.Tests.Numerics;

/// <summary>Every kernel at every width, on this processor or emulated, against sums written out.</summary>
public sealed unsafe class KernelTests
{
    public static TheoryData<int, int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int, int>();
            foreach (int width in new[] { 0, 1, 2 })
            {
                foreach ((int rows, int outputs, int depth) in new[] { (1, 1, 1), (1, 2, 7), (2, 1, 16), (3, 5, 17), (4, 3, 8), (5, 4, 31), (15, 96, 32), (16, 64, 64), (17, 50, 33) })
                    shapes.Add(width, rows, outputs, depth);
            }
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_linear_map_is_the_sums_written_out(int width, int rows, int outputs, int depth)
    {
        Matrix<float> x = RandomMatrices.Floats(rows, depth, 1), weights = RandomMatrices.Floats(outputs, depth, 2), bias = RandomMatrices.Floats(1, outputs, 3), y = RandomMatrices.Floats(rows, outputs, 4);
        Kernels.AllWidths[width].Linear(x, weights, bias[0], y);
        Check(x, weights, bias[0], y);
        Kernels.AllWidths[width].Linear(x, weights, null, y);
        Check(x, weights, null, y);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_linear_map_of_one_vector_is_the_sums_written_out(int width, int rows, int outputs, int depth)
    {
        _ = rows;
        Matrix<float> x = RandomMatrices.Floats(1, depth, 1), weights = RandomMatrices.Floats(outputs, depth, 2), bias = RandomMatrices.Floats(1, outputs, 3), y = RandomMatrices.Floats(1, outputs, 4);
        Kernels.AllWidths[width].Linear(x[0], weights, bias[0], y[0]);
        Check(x, weights, bias[0], y);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_row_of_the_result_depends_on_its_own_row_alone_bit_for_bit(int width, int rows, int outputs, int depth)
    {
        Matrix<float> x = RandomMatrices.Floats(rows, depth, 1), weights = RandomMatrices.Floats(outputs, depth, 2), y = RandomMatrices.Floats(rows, outputs, 4), alone = RandomMatrices.Floats(1, outputs, 5);
        Kernels.AllWidths[width].Linear(x, weights, null, y);
        for (int i = 0; i < rows; i++)
        {
            Kernels.AllWidths[width].Linear(x.Slice(i, 1), weights, null, alone);
            Assert.Equal(y.Row(i).ToArray(), alone.Row(0).ToArray());
        }
    }

    [Fact]
    public void Only_the_columns_of_the_result_are_written()
    {
        foreach (Kernels kernels in Kernels.AllWidths)
        {
            Matrix<float> y = RandomMatrices.Floats(5, 12, 4);
            float[] before = [.. y.Row(2)];
            kernels.Linear(RandomMatrices.Floats(5, 9, 1), RandomMatrices.Floats(4, 9, 2), null, y.Part(3, 4));
            Assert.Equal(before[..3], y.Row(2)[..3].ToArray());
            Assert.NotEqual(before[3..7], y.Row(2)[3..7].ToArray());
            Assert.Equal(before[7..], y.Row(2)[7..].ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(105)]
    public void The_product_of_a_factor_is_the_sums_written_out_and_symmetric_bit_for_bit(int n)
    {
        Matrix<double> lower = Lower(n), product = RandomMatrices.Doubles(n, n);
        foreach (Kernels kernels in Kernels.AllWidths)
        {
            new Span<double>(product[0], n * n).Fill(double.NaN);
            kernels.Gram(lower, 1e-4, product);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double expected = i == j ? 1e-4 : 0;
                    for (int k = 0; k <= Math.Min(i, j); k++)
                        expected += lower[i][k] * lower[j][k];
                    Assert.Equal(expected, product[i][j], 1e-12 * (n + 1));
                    Assert.Equal(BitConverter.DoubleToInt64Bits(product[j][i]), BitConverter.DoubleToInt64Bits(product[i][j]));
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 5)]
    [InlineData(4, 7, 16)]
    [InlineData(15, 15, 9)]
    public void Combinations_of_rows_are_the_sums_written_out(int rows, int terms, int columns)
    {
        Matrix<float> a = RandomMatrices.Floats(rows, terms, 1), b = RandomMatrices.Floats(terms, columns, 2), c = RandomMatrices.Floats(rows, columns, 3);
        Combinations.Multiply(a, b, c);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double expected = 0;
                for (int k = 0; k < terms; k++)
                    expected += (double)a[i][k] * b[k][j];
                Assert.Equal(expected, c[i][j], 1e-5);
            }
        }
    }

    private static void Check(Matrix<float> x, Matrix<float> weights, float* bias, Matrix<float> y)
    {
        for (int i = 0; i < y.Rows; i++)
        {
            for (int j = 0; j < y.Columns; j++)
            {
                double expected = bias == null ? 0 : bias[j];
                for (int k = 0; k < x.Columns; k++)
                    expected += (double)x[i][k] * weights[j][k];
                Assert.Equal(expected, y[i][j], 1e-5);
            }
        }
    }

    private static Matrix<double> Lower(int n)
    {
        Matrix<double> lower = RandomMatrices.Doubles(n, Kernels.Padded(n));
        Matrix<float> values = RandomMatrices.Floats(n, n, 1);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                lower[i][j] = values[i][j];
        }
        return lower;
    }
}
