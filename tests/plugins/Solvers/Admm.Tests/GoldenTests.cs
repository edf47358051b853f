using DiffOG.Learning.Tests;
using DiffOG.Solvers.InteriorPoint.Tests;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>Exact solutions and gradients, worked out elsewhere in more than double precision.</summary>
public sealed class GoldenTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Problems => [.. Golden.Names("qp_*"), .. Golden.Names("edge_hard_*")];

    public static TheoryData<string> ZeroWidths => [.. Golden.Names("edge_*_zero_width")];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Solutions_and_multipliers_are_exact(string name)
    {
        Golden golden = Golden.Open(name);

        QpSolution solution = Solvers.Default.Solve(golden.Problem);

        Assert.Equal(QpStatus.Solved, solution.Status);
        Close.To(golden.X, solution.X, Tolerance * Largest(golden.X));
        Close.To(golden.Multipliers, solution.Multipliers, Tolerance * Largest(golden.Multipliers));
        Assert.True(solution.PrimalResidual <= 1e-12 * Largest(golden.X), $"primal {solution.PrimalResidual}");
        Assert.True(solution.DualResidual <= 1e-12 * Largest([.. golden.Multipliers, .. golden.Problem.P, .. golden.X]), $"dual {solution.DualResidual}");
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gradients_are_exact(string name)
    {
        Golden golden = Golden.Open(name);

        QpGradient gradient = Solvers.Default.Differentiate(Solvers.Default.Solve(golden.Problem), golden.LossGradient);

        Close.To(golden.P, gradient.P, Tolerance * Largest(golden.P));
        Close.To(golden.H, gradient.Upper, Tolerance * Largest(golden.H));
        Close.To(golden.Q, gradient.Q, Tolerance * Largest(golden.Q));
        Assert.All(gradient.Lower, g => Assert.Equal(0, g));
    }

    [Theory]
    [MemberData(nameof(ZeroWidths))]
    public void Two_inequalities_without_room_between_are_solved(string name)
    {
        Golden golden = Golden.Open(name);

        QpSolution solution = Solvers.Default.Solve(golden.Problem);

        Assert.True(solution.HasPoint, solution.Detail);
        Close.To(golden.X, solution.X, 1e-6);
    }

    private static double Largest(double[] values) => Math.Max(1, values.Max(Math.Abs));
}
