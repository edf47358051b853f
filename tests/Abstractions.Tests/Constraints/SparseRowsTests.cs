using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using Xunit;

namespace DiffOG.Abstractions.Tests.Constraints;

public sealed class SparseRowsTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void Products_agree_with_the_dense_matrix() => (
        from n in Gen.Int[1, 8]
        from m in Gen.Int[0, 8]
        from dense in Gen.Double[-1, 1].Array[n * m]
        from keep in Gen.Bool.Array[n * m]
        from x in Gen.Double[-1, 1].Array[n]
        from y in Gen.Double[-1, 1].Array[m]
        select (n, m, dense: dense.Zip(keep, (v, k) => k ? v : 0).ToArray(), x, y)).Sample(
        c =>
        {
            SparseRows rows = Sparse(c.n, c.dense);

            Assert.Equal(c.m, rows.Rows);
            Assert.Equal(c.dense, rows.ToDense());
            double[] product = rows.Multiply(c.x), transposed = rows.MultiplyTransposed(c.y);
            for (int r = 0; r < c.m; r++)
                Assert.Equal(Enumerable.Range(0, c.n).Sum(i => c.dense[(r * c.n) + i] * c.x[i]), product[r], 1e-12);
            for (int i = 0; i < c.n; i++)
                Assert.Equal(Enumerable.Range(0, c.m).Sum(r => c.dense[(r * c.n) + i] * c.y[r]), transposed[i], 1e-12);
        },
        seed: Seed);

    [Fact]
    public void Blocks_stand_one_under_the_other()
    {
        SparseRows rows = SparseRows.Of(3, [new BoxBlock(3, [2, 0], [0, 0], [1, 1]), new GeneralBlock(Sparse(3, [1, 0, 5]), [0], [1])]);

        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 0, 5], rows.ToDense());
    }

    [Fact]
    public void Every_structure_written_out_has_the_rows_that_it_enumerates() => (
        from steps in Gen.Int[1, 7]
        from order in Gen.Int[1, 3]
        from known in Gen.Int[0, order]
        from constrained in Gen.Bool.Array[3]
        select (steps, order, known, constrained)).Sample(
        c =>
        {
            int[] dimensions = [.. Enumerable.Range(0, 3).Where(d => c.constrained[d])];
            if (dimensions.Length == 0)
                return;
            var shape = new DifferenceShape(c.steps, 3, c.order, c.known, dimensions);
            double[] bounds = new double[shape.Rows];
            ActionChunk? previous = c.known == 0 ? null : new ActionChunk(c.known, 3, new double[c.known * 3]);
            Written(DifferenceBlock.Create(shape, bounds, bounds, previous));
            Written(new BoxBlock(3, dimensions, new double[dimensions.Length], new double[dimensions.Length]));
        },
        seed: Seed);

    private static void Written(ConstraintBlock block)
    {
        double[] dense = new double[block.Rows * block.Variables];
        for (int r = 0; r < block.Rows; r++)
        {
            foreach ((int column, double value) in block.Row(r))
                dense[(r * block.Variables) + column] = value;
        }
        Assert.Equal(dense, block.Matrix.ToDense());
        Assert.Equal(block.Rows, block.Matrix.Rows);
        Assert.Equal(block.Variables, block.Matrix.Columns);
    }

    private static SparseRows Sparse(int n, double[] dense)
    {
        int[] places = [.. Enumerable.Range(0, dense.Length).Where(k => dense[k] != 0)];
        int[] starts = [.. Enumerable.Range(0, (dense.Length / n) + 1).Select(r => places.Count(k => k < r * n))];
        return new SparseRows(n, starts, [.. places.Select(k => k % n)], [.. places.Select(k => dense[k])]);
    }
}
