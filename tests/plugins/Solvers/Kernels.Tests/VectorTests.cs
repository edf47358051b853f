using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Kernels.Tests;

/// <summary>Sums and products against plain loops, off a cache line's border as well.</summary>
public sealed unsafe class VectorTests
{
    public static TheoryData<int, int> Lengths => new() { { 0, 0 }, { 8, 0 }, { 8, 1 }, { 24, 3 }, { 112, 0 }, { 112, 7 }, { 512, 5 } };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sums_and_products_are_those_of_plain_loops(int length, int shift)
    {
        double[][] v = [.. Enumerable.Range(0, 6).Select(k => Random(length, k))];
        var buffer = new PinnedBuffer();
        double* at = buffer.Reserve((6 * length) + shift) + shift;
        double* Vector(int k) => at + (k * length);
        void Reset()
        {
            for (int k = 0; k < 6; k++)
                v[k].CopyTo(new Span<double>(Vector(k), length));
        }

        void Check(int vector, Func<int, double> expected)
        {
            for (int i = 0; i < length; i++)
                Assert.Equal(expected(i), Vector(vector)[i], 1e-14);
            Reset();
        }

        Reset();
        double dot = v[0].Zip(v[1], (a, b) => a * b).Sum();
        Assert.Equal(dot, Vectors.Dot(Vector(0), Vector(1), length), 1e-13);
        Assert.Equal(dot, PaddedVectors.Dot(Vector(0), Vector(1), length), 1e-13);
        Vectors.AddScaled(0.7, Vector(0), Vector(1), length);
        Check(1, i => v[1][i] + (0.7 * v[0][i]));
        PaddedVectors.AddScaled(0.7, Vector(0), Vector(1), length);
        Check(1, i => v[1][i] + (0.7 * v[0][i]));
        Vectors.AddFour(1, Vector(0), -2, Vector(1), 3, Vector(2), 0.1, Vector(3), Vector(4), length);
        Check(4, i => v[4][i] + v[0][i] - (2 * v[1][i]) + (3 * v[2][i]) + (0.1 * v[3][i]));
        Vectors.WriteSum(Vector(0), -0.3, Vector(1), Vector(2), length);
        Check(2, i => v[0][i] - (0.3 * v[1][i]));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Four_at_once_are_the_bits_of_one_after_the_other(int length, int shift)
    {
        var buffer = new PinnedBuffer();
        double* at = buffer.Reserve((6 * length) + shift) + shift, last = at + (4 * length), other = at + (5 * length);
        for (int k = 0; k < 5; k++)
            Random(length, k).CopyTo(new Span<double>(at + (k * length), length));
        new Span<double>(last, length).CopyTo(new Span<double>(other, length));
        var four = new PaddedVectors.Four(at, at + length, at + (2 * length), at + (3 * length));
        double* dots = stackalloc double[4], factors = stackalloc double[4] { 0.3, -1.7, 1e-9, 40 };

        PaddedVectors.FourDots(four, last, length, dots);
        for (int k = 0; k < 4; k++)
            Assert.Equal(PaddedVectors.Dot(at + (k * length), last, length), dots[k]);

        PaddedVectors.AddFourScaled(factors, four, last, length);
        for (int k = 0; k < 4; k++)
            PaddedVectors.AddScaled(factors[k], at + (k * length), other, length);
        Assert.Equal(new Span<double>(other, length).ToArray(), new Span<double>(last, length).ToArray());
    }

    [Fact]
    public void A_sum_of_any_length_leaves_what_follows_alone()
    {
        for (int length = 0; length < 20; length++)
        {
            double[] x = Random(24, 1), y = Random(24, 2), target = [.. Enumerable.Repeat(7.0, 24)];
            fixed (double* a = x, b = y, c = target)
                Vectors.WriteSum(a, 2, b, c, length);
            for (int i = 0; i < 24; i++)
                Assert.Equal(i < length ? Math.FusedMultiplyAdd(y[i], 2, x[i]) : 7, target[i]);
        }
    }

    [Fact]
    public void Rows_times_a_vector_for_every_size()
    {
        for (int n = 1; n <= 70; n++)
        {
            double[] a = Random(n * n, n), x = Random(n, n + 1), product = new double[n];
            fixed (double* target = product)
                Vectors.MultiplyRows(a, x, target);
            for (int i = 0; i < n; i++)
                Assert.Equal(Enumerable.Range(0, n).Sum(j => a[(i * n) + j] * x[j]), product[i], 1e-13);
        }
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(8, 20)]
    [InlineData(112, 36)]
    public void A_transpose_has_every_element_at_its_place(int rows, int columns)
    {
        double[] from = Random(rows * (columns + 3), 1), to = new double[columns * (rows + 5)];
        fixed (double* a = from, b = to)
            Vectors.Transpose(a, columns + 3, rows, columns, b, rows + 5);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                Assert.Equal(from[(i * (columns + 3)) + j], to[(j * (rows + 5)) + i]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    public void The_largest_size_is_found_anywhere_and_so_is_what_is_not_a_number(int count)
    {
        for (int place = 0; place < count; place++)
        {
            double[] values = [.. Enumerable.Range(0, count).Select(i => i == place ? -3.0 : 1)];
            fixed (double* start = values)
            {
                Assert.Equal(3, PaddedVectors.Largest(start, count));
                start[place] = double.NaN;
                Assert.Equal(double.NaN, PaddedVectors.Largest(start, count));
            }
        }
    }

    [Fact]
    public void Sizes_are_filled_up_to_whole_blocks()
    {
        Assert.Equal([0, 4, 4, 8, 112, 116], new[] { 0, 1, 4, 5, 112, 113 }.Select(DenseCholesky.Padded));
        Assert.Equal([0, 8, 8, 16], new[] { 0, 1, 8, 9 }.Select(Vectors.Padded));
        Assert.Equal([60, 68, 116, 132], new[] { 60, 64, 116, 128 }.Select(DenseCholesky.LeadingDimension));
    }

    [Fact]
    public void A_buffer_begins_on_a_cache_line_and_stays_until_it_has_to_grow()
    {
        var buffer = new PinnedBuffer();
        for (int size = 0; size < 100; size++)
        {
            double* start = buffer.ReserveZeros(size);
            Assert.Equal(0, (nint)start % 64);
            Assert.True(buffer.Start == start && buffer.Reserve(size) == start && buffer.Reserve(0) == start);
            Assert.All(new Span<double>(start, size).ToArray(), v => Assert.Equal(0, v));
            new Span<double>(start, size).Fill(double.NaN);
        }
    }

    private static double[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => LayerProblems.Normal(random))];
    }
}
