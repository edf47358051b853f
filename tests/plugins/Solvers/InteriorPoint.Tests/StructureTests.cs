using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Rows whose structure is used are the same rows.</summary>
public sealed class StructureTests
{
    [Fact]
    public void Blocks_and_the_same_rows_written_out_have_the_same_answer() => Blocks.Sample(
        problem =>
        {
            var written = new LinearConstraints(problem.Variables, new GeneralBlock(problem.Constraints.Matrix, problem.Constraints.Lower, problem.Constraints.Upper));

            QpSolution structured = Solvers.Default.Solve(problem), plain = Solvers.Default.Solve(problem with { Constraints = written });

            Optimality.Holds(structured);
            Optimality.Holds(plain);
            Close.To(plain.X, structured.X, 1e-9);
            double[] weights = RandomValues.Normal(problem.Variables, 3);
            QpGradient of = Solvers.Default.Differentiate(structured, weights), ofPlain = Solvers.Default.Differentiate(plain, weights);
            Close.To(ofPlain.P, of.P, 1e-7);
        },
        seed: "0N0XIzNsQ0O2", iter: 300);

    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 2, 0)]
    [InlineData(1, 1, 1)]
    public void Chunks_shorter_than_a_difference_are_solved(int steps, int order, int known)
    {
        var family = new LayerProblems(steps, 3, CostKind.Trained, 1);
        DifferenceBlock block = family.Block(order, 0.01, known == 0 ? null : new ActionChunk(known, 3, new double[3 * known]));

        Optimality.Holds(Solvers.Default.Solve(family.Make(1) with { Constraints = new LinearConstraints(3 * steps, block) }));
    }

    [Fact]
    public void Multipliers_come_back_to_their_rows()
    {
        // Dimensions 2 and 0 are bounded, in two blocks, with other limits; dimension 1 is free.
        ActionChunk previous = new(1, 3, [1, 2, 3]);
        DifferenceBlock last = DifferenceBlock.Create(new DifferenceShape(2, 3, 1, 1, [2]), [-0.25, -0.5], [0.25, 0.5], previous);
        DifferenceBlock first = DifferenceBlock.Create(new DifferenceShape(2, 3, 1, 1, [0]), [-9, -9], [0.125, 9], previous);
        double[] identity = [.. Enumerable.Range(0, 36).Select(k => k % 7 == 0 ? 1.0 : 0)];

        QpSolution solution = Solvers.Default.Solve(new QpProblem(identity, [-5, -5, -1, -5, -5, -5], new LinearConstraints(6, last, first)));

        Close.To([1.125, 5, 2.75, 5, 5, 3.25], solution.X, 1e-14);
        Close.To([0, 1.75, 3.875, 0], solution.Multipliers, 1e-14);
    }

    /// <summary>Differences of any order with and without a past, boxes and half-spaces, over any dimensions; a constant chunk satisfies them.</summary>
    private static readonly Gen<QpProblem> Blocks =
        from steps in Gen.Int[1, 9]
        from width in Gen.Int[1, 5]
        from seed in Gen.Int[0, int.MaxValue]
        select Make(steps, width, new Random(seed));

    private static QpProblem Make(int steps, int width, Random random)
    {
        int n = steps * width;
        double[] place = [.. Enumerable.Range(0, width).Select(_ => LayerProblems.Normal(random))];
        List<ConstraintBlock> blocks = [];
        for (int order = 1; order <= 3; order++)
        {
            int known = random.Next(order + 1);
            int[] dimensions = [.. Enumerable.Range(0, width).Where(_ => random.NextDouble() < 0.7)];
            var shape = new DifferenceShape(steps, width, order, known, dimensions);
            ActionChunk? past = known == 0 ? null : new ActionChunk(known, width, [.. Enumerable.Repeat(place, known).SelectMany(p => p)]);
            blocks.Add(DifferenceBlock.Create(shape, Bounds(shape.Rows, random, -1), Bounds(shape.Rows, random, 1), past));
        }
        int[] boxed = [.. Enumerable.Range(0, n).Where(_ => random.NextDouble() < 0.3)];
        blocks.Insert(random.Next(blocks.Count), new BoxBlock(n, boxed, [.. boxed.Select(i => place[i % width] - 0.3)], [.. boxed.Select(i => place[i % width] + 0.2)]));
        double[] factor = [.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))];
        return new QpProblem(LayerProblems.Gram(factor, n, 0.1), [.. Enumerable.Range(0, n).Select(_ => 3 * LayerProblems.Normal(random))], new LinearConstraints(n, blocks));
    }

    private static double[] Bounds(int rows, Random random, int sign) =>
        [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < 0.2 ? sign * double.PositiveInfinity : sign * 0.2 * (0.05 + random.NextDouble()))];
}
