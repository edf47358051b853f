using DiffOG.Constraints;
using DiffOG.Solvers;
using NSubstitute;
using Xunit;

namespace DiffOG.Abstractions.Tests.Solvers;

public sealed class QpProblemTests
{
    private static readonly QpProblem Problem = new([2, 1, 1, 4], [-1, 3], LinearConstraints.None(2));

    [Fact]
    public void The_objective_is_half_the_quadratic_and_the_linear_term() => Assert.Equal(((0.5 * (2 + 4 + 16)) - 1) + 6, Problem.Objective(new[] { 1.0, 2 }));

    [Theory]
    [InlineData(QpStatus.Solved, true)]
    [InlineData(QpStatus.SolvedInaccurately, true)]
    [InlineData(QpStatus.IterationLimit, false)]
    [InlineData(QpStatus.Infeasible, false)]
    [InlineData(QpStatus.NotConvex, false)]
    [InlineData(QpStatus.InvalidInput, false)]
    public void Only_solved_problems_carry_a_point(QpStatus status, bool has) => Assert.Equal(has, new QpSolution(Problem, status, [0, 0], []).HasPoint);

    [Fact]
    public void Single_calls_are_batches_of_one()
    {
        var solution = new QpSolution(Problem, QpStatus.Solved, [0, 0], []);
        var gradient = new QpGradient(solution, [], [], []);
        var solver = Substitute.For<IQpSolver>();
        solver.Solve(Arg.Is<IReadOnlyList<QpProblem>>(p => p.Count == 1), Arg.Any<IReadOnlyList<QpSolution?>?>()).Returns([solution]);
        solver.Differentiate(Arg.Any<IReadOnlyList<QpSolution>>(), Arg.Any<IReadOnlyList<ReadOnlyMemory<double>>>()).Returns([gradient]);

        Assert.Same(solution, solver.Solve(Problem));
        Assert.Same(solution, solver.Solve(Problem, solution));
        Assert.Same(gradient, solver.Differentiate(solution, new double[2]));
        solver.Received(1).Solve(Arg.Any<IReadOnlyList<QpProblem>>(), Arg.Is<IReadOnlyList<QpSolution?>?>(w => w != null && w[0] == solution));
    }
}
