using CsCheck;
using DiffOG.Actions;
using Xunit;

namespace DiffOG.Constraints.Difference.Tests;

/// <summary>Rows against differences written out by hand.</summary>
public sealed class DifferenceRowsTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly Gen<(int Steps, int Order, ActionChunk? Previous, double[] Values)> Cases =
        from steps in Gen.Int[1, 9]
        from order in Gen.Int[1, 3]
        from known in Gen.Int[0, 4]
        from past in Gen.Double[-2, 2].Array[known * 4]
        from values in Gen.Double[-2, 2].Array[steps * 4]
        select (steps, order, known == 0 ? null : new ActionChunk(known, 4, past), values);

    [Fact]
    public void Rows_say_what_differences_written_out_say() => Cases.Sample(
        c =>
        {
            LinearConstraints rows = Arms.Set(new() { Order = c.Order, Lower = -0.2, Upper = 0.3 }).Build(Arms.Chunk(c.Steps, c.Previous));
            double[] product = rows.Matrix.Multiply(c.Values);
            double[][] expected = [.. Differences(c.Steps, c.Order, c.Previous, c.Values)];
            Assert.Equal(expected.Length, rows.Rows);
            for (int r = 0; r < expected.Length; r++)
            {
                Assert.Equal(expected[r][0] + 0.2, product[r] - rows.Lower[r], 1e-12);
                Assert.Equal(0.3 - expected[r][0], rows.Upper[r] - product[r], 1e-12);
            }
        },
        seed: Seed);

    [Fact]
    public void The_gradient_of_previous_actions_agrees_with_finite_differences() => Cases.Where(c => c.Previous is not null).Sample(
        c =>
        {
            DifferenceBlock block = Arms.Block(new() { Order = c.Order }, Arms.Chunk(c.Steps, c.Previous));
            double[] up = [.. Enumerable.Range(0, block.Rows).Select(r => Math.Sin(r + 1))], low = [.. Enumerable.Range(0, block.Rows).Select(r => Math.Cos(r))];
            ActionChunk gradient = block.PreviousGradient(low, up)!;
            ActionChunk used = c.Previous!.Slice(c.Previous.Steps - gradient.Steps, gradient.Steps);
            for (int i = 0; i < used.Values.Length; i++)
                Assert.Equal((Loss(i, 1e-3) - Loss(i, -1e-3)) / 2e-3, gradient.Values[i], 1e-9);

            double Loss(int i, double step)
            {
                double[] moved = [.. used.Values];
                moved[i] += step;
                DifferenceBlock there = DifferenceBlock.Create(block.Shape, block.Lower, block.Upper, new ActionChunk(used.Steps, 4, moved));
                return there.RowLower.Zip(low, (b, g) => b * g).Sum() + there.RowUpper.Zip(up, (b, g) => b * g).Sum();
            }
        },
        seed: Seed);

    [Fact]
    public void The_same_chunk_with_permuted_dimensions_has_the_same_rows()
    {
        var first = Arms.Set(new() { Dimensions = ["dx", "dz"] }).Build(Arms.Chunk(3, Arms.Past(1, 2, 3, 4)));
        var second = Arms.Set(new() { Dimensions = ["dz", "dx"] }).Build(Arms.Chunk(3, Arms.Past(1, 2, 3, 4)));

        Assert.Equal(first.Matrix.ToDense(), second.Matrix.ToDense());
        Assert.Equal(first.Lower, second.Lower);
        Assert.Equal([0, 3], ((DifferenceBlock)first.Blocks[0]).Shape.Constrained);
    }

    [Fact]
    public void Grippers_are_left_out_unless_named()
    {
        Assert.Equal([0, 1, 3], Arms.Block(new(), Arms.Chunk(4)).Shape.Constrained);
        Assert.Equal([2], Arms.Block(new() { Dimensions = ["gripper"] }, Arms.Chunk(4)).Shape.Constrained);
    }

    [Theory]
    [InlineData(0, 1, 0, 9)]
    [InlineData(1, 1, 1, 12)]
    [InlineData(5, 1, 1, 12)]
    [InlineData(1, 3, 1, 6)]
    [InlineData(5, 3, 3, 12)]
    public void As_many_previous_actions_are_used_as_the_order_needs(int given, int order, int used, int rows)
    {
        DifferenceBlock block = Arms.Block(new() { Order = order }, Arms.Chunk(4, given == 0 ? null : new ActionChunk(given, 4, new double[given * 4])));

        Assert.Equal(used, block.Shape.Known);
        Assert.Equal(rows, block.Rows);
    }

    [Fact]
    public void The_latest_of_many_previous_actions_counts()
    {
        DifferenceBlock block = Arms.Block(new(), Arms.Chunk(1, Arms.Past(9, 9, 9, 9, 1, 2, 3, 4)));

        Assert.Equal([1.1, 2.1, 4.1], block.RowUpper.Select(v => Math.Round(v, 12)));
    }

    /// <summary>Δᵏ by taking differences k times of the known past and the chunk, one array [1] a row.</summary>
    private static IEnumerable<double[]> Differences(int steps, int order, ActionChunk? previous, double[] values)
    {
        int known = Math.Min(order, previous?.Steps ?? 0);
        double[][] series = [.. Enumerable.Range(0, known + steps).Select(t => t < known ? previous!.Step(previous.Steps - known + t).ToArray() : values[((t - known) * 4)..((t - known + 1) * 4)])];
        for (int k = 0; k < order; k++)
            series = [.. series.Skip(1).Zip(series, (later, earlier) => later.Zip(earlier, (a, b) => a - b).ToArray())];
        return series.SelectMany(s => new[] { 0, 1, 3 }.Select(d => new[] { s[d] }));
    }
}
