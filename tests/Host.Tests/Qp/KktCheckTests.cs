using DiffOG.Constraints;
using DiffOG.Host.Qp;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Host.Tests.Qp;

public sealed class KktCheckTests
{
    /// <summary>minimise ½ x² − 3 x, x ≤ 1: x = 1 with multiplier 2.</summary>
    private static readonly QpProblem Problem = new([1], [-3], new LinearConstraints(1, new BoxBlock(1, [0], [double.NegativeInfinity], [1])));

    [Fact]
    public void an_optimum_has_no_residual_and_its_rows_are_counted()
    {
        KktCheck check = KktCheck.Of(Problem, [1], [2]);
        Assert.Equal((0, 0, 0, 0, 1), (check.Primal, check.Dual, check.Complementarity, check.Signs, check.ActiveRows));
        Assert.Equal(0, check.Relative);
    }

    [Theory]
    [InlineData(1.5, 1.5, 0.5, 0, 0.75, 0)]
    [InlineData(1.0, 1.0, 0, 1, 0, 0)]
    [InlineData(0.0, 3.0, 0, 0, 3, 0)]
    [InlineData(3.5, -0.5, 2.5, 0, 0, 0.5)]
    public void every_condition_has_its_residual(double x, double y, double primal, double dual, double complementarity, double signs)
    {
        KktCheck check = KktCheck.Of(Problem, [x], [y]);
        Assert.Equal((primal, dual, complementarity, signs), (check.Primal, check.Dual, check.Complementarity, check.Signs));
        Assert.True(check.Relative > 0.1);
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(1, double.NaN)]
    public void what_is_not_a_number_satisfies_nothing(double x, double y) =>
        Assert.False(KktCheck.Of(Problem, [x], [y]).Relative <= 1);

    [Fact]
    public void residuals_are_relative_to_the_numbers_they_are_differences_of()
    {
        var large = new QpProblem([1e6], [-3e6], Problem.Constraints);
        Assert.Equal(1e-6 / 3, KktCheck.Of(large, [1], [2e6 - 1]).Relative, 1e-12);
    }

    [Fact]
    public void a_certificate_of_infeasibility_is_recognised()
    {
        LinearConstraints rows = Problems.Read("infeasible.qps").Problem.Constraints;
        InfeasibilityCheck proof = InfeasibilityCheck.Of(rows, [-4, 4, 4]);
        Assert.Equal((0, -1), (proof.Combination, proof.Gap));
        Assert.True(InfeasibilityCheck.Of(rows, [-4, 4, 0]).Combination > 0.1);
        Assert.Equal(double.PositiveInfinity, InfeasibilityCheck.Of(rows, [4, -4, -4]).Gap);
    }
}
