using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Solvers.ActiveSet;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Auto.Tests;

/// <summary>Which solver is chosen, that it says so, and that nothing is lost on the way.</summary>
public sealed class AutoTests
{
    private const string Box = "active-set: every row ends at another variable, so that the rows become a box.";
    private static readonly IQpSolver Solver = new AutoPlugin().Create(new(), new PluginContext());
    private static readonly QpProblem Speed = new LayerProblems(6, 3, CostKind.Trained, 4).Make(1);
    private static readonly QpProblem Jerk = new LayerProblems(6, 3, CostKind.Trained, 4) { Rows = LayerRows.SpeedAccelerationJerk }.Make(1);

    [Fact]
    public void Rows_that_become_a_box_go_to_the_active_set_solver()
    {
        QpSolution solution = Solver.Solve(Speed);

        Optimality.Holds(solution);
        Assert.Equal(Box, solution.Method);
        Assert.Equal(new ActiveSetPlugin().Create(new(), new PluginContext()).Solve(Speed).X, solution.X);
    }

    [Fact]
    public void Other_rows_go_to_the_interior_point_solver_and_it_says_why()
    {
        QpSolution solution = Solver.Solve(Jerk);

        Optimality.Holds(solution);
        Assert.Equal("interior-point: Rows 2 and 14 both end at variable 3 and differ otherwise; such rows are no box.", solution.Method);
        Assert.Equal(new InteriorPointPlugin().Create(new(), new PluginContext()).Solve(Jerk).X, solution.X);
    }

    [Fact]
    public void A_mixed_batch_keeps_its_order_and_its_gradients()
    {
        QpProblem bad = Speed with { P = [double.NaN, .. Speed.P[1..]] };
        QpProblem[] problems = [Jerk, Speed, bad, Jerk, Speed];
        ReadOnlyMemory<double>[] losses = [.. problems.Select(_ => (ReadOnlyMemory<double>)Speed.P)];

        IReadOnlyList<QpSolution> solutions = Solver.Solve(problems);
        IReadOnlyList<QpGradient> gradients = Solver.Differentiate(solutions, losses);

        Assert.Equal([QpStatus.Solved, QpStatus.Solved, QpStatus.InvalidInput, QpStatus.Solved, QpStatus.Solved], solutions.Select(s => s.Status));
        for (int i = 0; i < problems.Length; i++)
        {
            QpSolution single = Solver.Solve(problems[i]);
            Assert.Same(problems[i], solutions[i].Problem);
            Assert.Equal(single.X, solutions[i].X);
            Assert.Equal(Solver.Differentiate(single, losses[i]).Q, gradients[i].Q);
            Assert.Equal(Solver.Differentiate(single, losses[i]).Upper, gradients[i].Upper);
        }
    }

    [Fact]
    public void A_result_may_be_its_own_warm_start_whatever_the_rows()
    {
        var result = new QpSolution(Speed);
        foreach (QpProblem problem in new[] { Speed, Speed, Jerk, Jerk, Speed })
        {
            Solver.Solve(problem, result.HasPoint ? result : null, result);
            Optimality.Holds(result);
        }
    }

    [Fact]
    public void What_the_active_set_solver_does_not_take_or_settle_is_tried_by_the_other()
    {
        var rows = new LinearConstraints(2, new GeneralBlock(new SparseRows(2, [0, 2, 4], [0, 1, 0, 1], [1, 1, 1, -2]), [1, 3], [2, 4]));
        QpProblem contradicting = new([1, 0, 0, 1], [0, 0], new LinearConstraints(2, rows.Blocks[0], new BoxBlock(2, [0, 1], [9, 9], [10, 10])));

        Assert.Equal(QpStatus.Solved, Solver.Solve(new QpProblem([1, 0, 0, 1], [0, 0], rows)).Status);
        Assert.Equal(QpStatus.Infeasible, Solver.Solve(contradicting).Status);
        Assert.Null(Solver.Refuses(rows));
    }
}
