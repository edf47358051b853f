using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

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

        Assert.True(solution.Status == QpStatus.Solved, solution.Detail);
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
    public void Rows_with_equal_bounds_are_equations(string name)
    {
        Golden golden = Golden.Open(name);

        QpSolution solution = Solvers.Default.Solve(Paired(golden.Problem));

        Assert.Equal(QpStatus.Solved, solution.Status);
        Close.To(golden.X, solution.X, Tolerance);
    }

    [Theory]
    [MemberData(nameof(ZeroWidths))]
    public void Two_inequalities_without_room_between_are_solved_too(string name)
    {
        Golden golden = Golden.Open(name);

        QpSolution solution = Solvers.Default.Solve(golden.Problem);

        Assert.True(solution.HasPoint, solution.Detail);
        Close.To(golden.X, solution.X, 1e-6);
    }

    /// <summary>The files write lower ≤ g x ≤ upper as two rows, g and −g, somewhere below each other.</summary>
    private static QpProblem Paired(QpProblem problem)
    {
        SparseRows rows = problem.Constraints.Matrix;
        string Key(int row, double sign) => string.Join(' ', Enumerable.Range(rows.Starts[row], rows.Starts[row + 1] - rows.Starts[row]).Select(k => $"{rows.Indices[k]}:{sign * rows.Values[k]}"));
        Dictionary<string, double> upper = Enumerable.Range(0, rows.Rows).ToDictionary(r => Key(r, 1), r => problem.Constraints.Upper[r]);
        double[] lower = [.. Enumerable.Range(0, rows.Rows).Select(r => -upper[Key(r, -1)])];
        int[] first = [.. Enumerable.Range(0, rows.Rows).Where(r => rows.Values[rows.Starts[r + 1] - 1] > 0)];
        var paired = new SparseRows(
            rows.Columns,
            [0, .. first.Select((_, k) => first.Take(k + 1).Sum(r => rows.Starts[r + 1] - rows.Starts[r]))],
            [.. first.SelectMany(r => rows.Indices[rows.Starts[r]..rows.Starts[r + 1]])],
            [.. first.SelectMany(r => rows.Values[rows.Starts[r]..rows.Starts[r + 1]])]);
        var block = new GeneralBlock(paired, [.. first.Select(r => lower[r])], [.. first.Select(r => problem.Constraints.Upper[r])]);
        return problem with { Constraints = new LinearConstraints(problem.Variables, block) };
    }

    private static double Largest(double[] values) => Math.Max(1, values.Max(Math.Abs));
}
