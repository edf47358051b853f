using DiffOG.Constraints;
using DiffOG.Host.Qp;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Host.Tests.Qp;

public sealed class SolverTapTests
{
    private readonly QpProblem problem = new([1], [-3], LinearConstraints.None(1));

    [Fact]
    public void the_last_problem_and_its_start_are_remembered_until_forgotten()
    {
        var tap = new SolverTap(new EveryActiveSet());
        Assert.Null(tap.Problem);
        Assert.Equal([3], tap.Solve([problem])[0].X);
        Assert.Same(problem, tap.Problem);
        Assert.Null(tap.Start);
        tap.Forget();
        Assert.Null(tap.Problem);
    }

    [Fact]
    public void a_result_that_is_its_own_warm_start_is_remembered_as_it_was()
    {
        var tap = new SolverTap(new EveryActiveSet());
        var result = new QpSolution(problem, QpStatus.Solved, [9], []);
        tap.Solve(problem, result, result);
        Assert.Equal([3], result.X);
        Assert.Equal([9], tap.Start!.X);
    }
}
