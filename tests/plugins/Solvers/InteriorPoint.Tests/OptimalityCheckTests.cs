using DiffOG.Constraints;
using DiffOG.Solvers.Kernels;
using DiffOG.Testing;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>The check of solutions: what it measures, and that it allocates nothing.</summary>
public sealed class OptimalityCheckTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 5, 7, 8, 13];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Measures_what_the_plain_formulas_give(int steps)
    {
        QpProblem problem = new LayerProblems(steps, 3, CostKind.Untrained, 4) { Rows = LayerRows.HalfSpaces }.Make(steps);
        double[] x = RandomValues.Normal(problem.Variables, 1), y = RandomValues.Normal(problem.Constraints.Rows, 2);

        OptimalityResiduals expected = OptimalityResiduals.Of(problem, x, y), measured = new OptimalityCheck().Measure(problem, x, y);

        Assert.Equal(expected.Primal, measured.Primal, 1e-12);
        Assert.Equal(expected.Dual, measured.Dual, 1e-10);
        Assert.Equal(expected.Gap, measured.Gap, 1e-10);
        Assert.Equal(expected.Relative, measured.Relative, 1e-10);
    }

    [Fact]
    public void Takes_the_symmetric_part_of_a_cost()
    {
        var problem = new QpProblem([1, 4, 0, 1], [0, 0], LinearConstraints.None(2));

        Assert.Equal(5, new OptimalityCheck().Measure(problem, [1, 2], []).Dual);
    }

    [Fact]
    public void Allocates_nothing_once_it_has_seen_the_size()
    {
        QpProblem problem = new LayerProblems(6, 3, CostKind.Trained, 4).Make(1);
        double[] x = new double[18], y = new double[problem.Constraints.Rows];
        var check = new OptimalityCheck();
        check.Measure(problem, x, y);

        long before = GC.GetAllocatedBytesForCurrentThread();
        check.Measure(problem, x, y);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
