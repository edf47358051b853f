using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>The layer's problems, against the solver on the CPU and against code that is no solver.</summary>
public sealed class AgreementTests
{
    private const int Problems = 12;

    public static TheoryData<LayerProblems> Families =>
    [
        new LayerProblems(8, 3, CostKind.Trained, 4),
        new LayerProblems(8, 3, CostKind.Initial, 0),
        new LayerProblems(8, 3, CostKind.Untrained, 4),
        new LayerProblems(8, 3, CostKind.Untrained, 0),
        new LayerProblems(8, 3, CostKind.Untrained, 0, Scale: 10),
        new LayerProblems(8, 3, CostKind.Untrained, 0, Limit: 0.02),
        new LayerProblems(8, 3, CostKind.Trained, 4) { Rows = LayerRows.SpeedWithoutPast },
        new LayerProblems(8, 3, CostKind.Trained, 4) { Rows = LayerRows.SpeedAccelerationJerk },
        new LayerProblems(8, 3, CostKind.Trained, 4) { Rows = LayerRows.HalfSpaces },
    ];

    [Theory]
    [MemberData(nameof(Families))]
    public void Solutions_are_optimal_and_those_of_interior_point(LayerProblems family)
    {
        QpProblem[] problems = Make(family);
        IReadOnlyList<QpSolution> expected = Solvers.InteriorPoint.Solve(problems), found = Solvers.Default.Solve(problems);

        for (int i = 0; i < Problems; i++)
        {
            Optimality.Holds(found[i]);
            Close.To(expected[i].X, found[i].X, 1e-12 * family.Scale);
            // Which of several rows that depend on each other carries a force is open; the force is not.
            SparseRows rows = problems[i].Constraints.Matrix;
            Close.To(rows.MultiplyTransposed(expected[i].Multipliers), rows.MultiplyTransposed(found[i].Multipliers), 1e-11 * family.Scale);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Without_the_finish_they_are_near(LayerProblems family)
    {
        QpProblem[] problems = Make(family);
        IReadOnlyList<QpSolution> expected = Solvers.InteriorPoint.Solve(problems), found = Solvers.Unpolished.Solve(problems);

        for (int i = 0; i < Problems; i++)
        {
            Assert.True(found[i].Status == QpStatus.Solved, found[i].Detail);
            Close.To(expected[i].X, found[i].X, 1e-5 * family.Scale);
            Assert.InRange(found[i].Problem.Objective(found[i].X) - expected[i].Problem.Objective(expected[i].X), -1e-9, 1e-9 * family.Scale * family.Scale);
        }
    }

    [Fact]
    public void Steps_that_lead_away_again_near_the_end_are_not_taken_for_the_answer()
    {
        // Nobody reaches this tolerance, so all go on until rounding leads them astray.
        LayerProblems family = new(10, 4, CostKind.Untrained, 0) { Rows = LayerRows.HalfSpaces };
        IQpSolver solver = Solvers.Create(new() { Polish = false, Tolerance = 1e-12 });

        Assert.All(solver.Solve(Make(family)), s => Assert.InRange(s.DualResidual, 0, 1e-10));
    }

    [Fact]
    public void The_device_finds_the_active_set()
    {
        QpProblem[] problems = Make(new(16, 4, CostKind.Trained, 4));

        IReadOnlyList<QpSolution> found = Solvers.Default.Solve(problems);

        Assert.All(found, s => Assert.Null(s.Method));
        Assert.All(found, s => Assert.InRange(s.Iterations, 4, 20));
    }

    [Fact]
    public void Bounds_may_be_infinite_or_equal()
    {
        foreach (IQpSolver solver in new[] { Solvers.Default, Solvers.Unpolished })
        {
            QpProblem problem = new LayerProblems(6, 2, CostKind.Trained, 4).Make(3);
            LinearConstraints rows = problem.Constraints;
            double[] lower = [.. rows.Lower], upper = [.. rows.Upper];
            (lower[0], upper[1], lower[2], upper[2], lower[3]) = (double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, upper[3]);
            QpProblem mixed = problem with { Constraints = new LinearConstraints(problem.Variables, new GeneralBlock(rows.Matrix, lower, upper)) };

            QpSolution expected = Solvers.InteriorPoint.Solve(mixed), found = solver.Solve(mixed);
            QpGradient wanted = Solvers.InteriorPoint.Differentiate(expected, mixed.P), gradient = solver.Differentiate(found, mixed.P);

            Assert.Equal(QpStatus.Solved, found.Status);
            Close.To(expected.X, found.X, 1e-5);
            Close.To(wanted.P, gradient.P, 1e-9);
            Close.To(wanted.Lower, gradient.Lower, 1e-9);
            Close.To(wanted.Upper, gradient.Upper, 1e-9);
            Close.To(wanted.G, gradient.G, 1e-4);
        }
    }

    [Fact]
    public void A_free_minimum_inside_the_bounds_takes_no_step()
    {
        var problem = new QpProblem([2, 0, 0, 2], [-1, 1], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [1, 1])));

        foreach (QpSolution solution in new[] { Solvers.Default.Solve(problem), Solvers.Unpolished.Solve(problem) })
        {
            Assert.Equal((QpStatus.Solved, 0), (solution.Status, solution.Iterations));
            Assert.Equal([0.5, -0.5], solution.X);
            Assert.Equal([0, 0], solution.Multipliers);
        }
    }

    private static QpProblem[] Make(LayerProblems family) => [.. Enumerable.Range(0, Problems).Select(family.Make)];
}
