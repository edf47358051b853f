using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Kernels.Tests;

/// <summary>What is said of problems, and how exact points are.</summary>
public sealed class CheckTests
{
    private static readonly LinearConstraints Rows = new(
        2, new GeneralBlock(new SparseRows(2, [0, 2, 3], [0, 1, 1], [1, 1, 2]), [double.NegativeInfinity, -1], [1, double.PositiveInfinity]));

    private static readonly QpProblem Good = new([2, 0.5, 0.5, 1], [-1, 3], Rows);

    [Fact]
    public void Nothing_is_wrong_with_bounds_at_infinity_equal_bounds_or_an_asymmetry_of_single_precision()
    {
        Assert.Null(ProblemCheck.Fault(Good));
        Assert.Null(ProblemCheck.Fault(Good with { Q = [2, 0.5, 0.5f * (1 + 1e-7), 1] }));
        Assert.Null(ProblemCheck.Fault(Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [1], [3], [3])) }));
        Assert.Null(ProblemCheck.Fault(Good with { Q = [-1, 0, 0, -1] }));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, "The bounds of row 0 are crossed: lower Infinity, upper Infinity.")]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity, "The bounds of row 0 are crossed: lower -Infinity, upper -Infinity.")]
    [InlineData(1, 0.5, "The bounds of row 0 are crossed: lower 1, upper 0.5.")]
    [InlineData(0, double.NaN, "A bound of row 0 is not a number.")]
    public void Bounds_that_leave_nothing_are_named(double lower, double upper, string fault) =>
        Assert.Equal(fault, ProblemCheck.Fault(Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [1], [lower], [upper])) }));

    [Fact]
    public void A_coefficient_of_general_rows_is_looked_at_too()
    {
        var rows = new GeneralBlock(new SparseRows(2, [0, 2], [0, 1], [1, double.NaN]), [0], [1]);
        Assert.Equal("Element 1 of G is NaN.", ProblemCheck.Fault(Good with { Constraints = new LinearConstraints(2, rows) }));
    }

    [Fact]
    public void What_lies_beside_Q_is_checked_without_looking_at_it()
    {
        Assert.Null(ProblemCheck.FaultBesideQ(Good with { Q = [double.NaN, 1, 2, 3] }));
        Assert.Equal("Element 0 of Q is NaN.", ProblemCheck.FaultOfQ(Good with { Q = [double.NaN, 1, 2, 3] }));
        Assert.Equal("Element 1 of p is -Infinity.", ProblemCheck.FaultBesideQ(Good with { P = [0, double.NegativeInfinity] }));
    }

    [Fact]
    public void Residuals_are_what_a_sheet_of_paper_says()
    {
        // G x = (1.5, 4) leaves row 0 by 0.5; forces Qx = (0, 1.75), p = (-1, 3), Gᵀy = (2, 2) + (0, -6).
        OptimalityResiduals found = OptimalityResiduals.Of(Good, [-0.5, 2], [2, -3]);

        Assert.Equal((0.5, 1, 15), (found.Primal, found.Dual, found.Gap));
        Assert.Equal(15 / (1 + 3.5), found.Relative);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(35)]
    public void The_check_without_allocations_measures_the_same_as_the_other_and_as_plain_loops(int steps)
    {
        QpProblem problem = new LayerProblems(steps, 3, CostKind.Untrained, 4) { Rows = LayerRows.HalfSpaces }.Make(steps);
        int n = problem.Variables;
        problem.Q[n - 1] += 0.25; // Only the symmetric part counts.
        var random = new Random(steps);
        double[] x = [.. problem.P.Select(_ => LayerProblems.Normal(random))], y = [.. problem.Constraints.Lower.Select(l => double.IsFinite(l) ? LayerProblems.Normal(random) : random.NextDouble())];
        double[] product = problem.Constraints.Matrix.Multiply(x), pull = problem.Constraints.Matrix.MultiplyTransposed(y);
        double[] force = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => 0.5 * (problem.Q[(i * n) + j] + problem.Q[(j * n) + i]) * x[j]))];
        double primal = product.Select((g, r) => Math.Max(g - problem.Constraints.Upper[r], problem.Constraints.Lower[r] - g)).Append(0).Max();
        double dual = force.Select((f, i) => Math.Abs(f + problem.P[i] + pull[i])).Max();
        double gap = y.Select((m, r) => Math.Abs(m * ((m > 0 ? problem.Constraints.Upper[r] : problem.Constraints.Lower[r]) - product[r]))).Max();

        var check = new OptimalityCheck();
        foreach (OptimalityResiduals found in new[] { OptimalityResiduals.Of(problem, x, y), check.Measure(problem, x, y) })
        {
            Assert.Equal(primal, found.Primal, 1e-14 * (1 + primal));
            Assert.Equal(dual, found.Dual, 1e-13 * (1 + dual));
            Assert.Equal(gap, found.Gap, 1e-13 * (1 + gap));
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        check.Measure(problem, x, y);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
