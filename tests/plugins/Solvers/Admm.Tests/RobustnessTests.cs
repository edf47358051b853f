using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>Everything a layer can pose, and what a user's rows can look like.</summary>
public sealed class RobustnessTests
{
    public static TheoryData<CostKind, double, double, double> Families
    {
        get
        {
            var families = new TheoryData<CostKind, double, double, double>();
            foreach (CostKind kind in Enum.GetValues<CostKind>())
            {
                foreach (double smooth in new[] { 0.0, 4 })
                {
                    foreach ((double scale, double limit) in new[] { (1, 0.1), (1, 0.01), (1, 1e-5), (10, 0.1), (1000, 0.1), (1e-3, 0.1), (1e-3, 1e-4) })
                        families.Add(kind, smooth, scale, limit);
                }
            }
            return families;
        }
    }

    public static TheoryData<CostKind, LayerRows> Structures => new(
        from kind in Enum.GetValues<CostKind>() from rows in Enum.GetValues<LayerRows>() select (kind, rows));

    public static TheoryData<int, int> Shapes => new() { { 1, 2 }, { 1, 32 }, { 2, 5 }, { 5, 3 }, { 33, 2 }, { 64, 2 }, { 24, 11 } };

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_problem_of_the_layer_is_solved_exactly(CostKind kind, double smooth, double scale, double limit)
    {
        var family = new LayerProblems(15, 7, kind, smooth, scale, limit);

        foreach (QpSolution solution in Solvers.Default.Solve([.. Enumerable.Range(0, 6).Select(family.Make)]))
            Optimality.Holds(solution);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Every_structure_is_solved_exactly_and_as_the_interior_point_does(CostKind kind, LayerRows rows)
    {
        var family = new LayerProblems(10, 5, kind, 4) { Rows = rows };
        QpProblem[] problems = [.. Enumerable.Range(0, 6).Select(family.Make)];
        IReadOnlyList<QpSolution> ours = Solvers.Default.Solve(problems), theirs = Solvers.Reference.Solve(problems);

        for (int i = 0; i < problems.Length; i++)
        {
            Optimality.Holds(ours[i]);
            Close.To(theirs[i].X, ours[i].X, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_shape_is_solved_exactly(int steps, int dimensions)
    {
        foreach (LayerRows rows in Enum.GetValues<LayerRows>())
            Optimality.Holds(Solvers.Default.Solve(new LayerProblems(steps, dimensions, CostKind.Trained, 4) { Rows = rows }.Make(steps)));
    }

    [Fact]
    public void Any_rows_that_leave_a_point_are_solved() => ForEverySeed(600, seed => Optimality.Holds(Solvers.Default.Solve(Feasible(seed)), 1e-8));

    [Fact]
    public void Any_rows_give_the_interior_points_answer() => ForEverySeed(300, seed =>
    {
        QpProblem problem = Feasible(seed);
        (QpSolution ours, QpSolution theirs) = (Solvers.Default.Solve(problem), Solvers.Reference.Solve(problem));
        if (theirs.Status == QpStatus.Solved)
            Close.To([problem.Objective(theirs.X)], [problem.Objective(ours.X)], 1e-6 * (1 + Math.Abs(problem.Objective(theirs.X))));
    });

    [Fact]
    public void What_the_splitting_alone_calls_solved_meets_its_tolerance() => ForEverySeed(150, seed =>
    {
        QpSolution solution = Solvers.Plain.Solve(Feasible(seed));
        Assert.NotEqual(QpStatus.Infeasible, solution.Status);
        if (solution.Status == QpStatus.Solved)
            Optimality.Holds(solution, 1e-5);
    });

    [Fact]
    public void Contradictions_are_proved() => ForEverySeed(200, seed => AssertProof(Solvers.Default.Solve(Contradicting(seed))));

    [Fact]
    public void The_splitting_alone_proves_contradictions_too() => ForEverySeed(100, seed => AssertProof(Solvers.Plain.Solve(Contradicting(seed))));

    [Fact]
    public void Factorisations_hold_for_every_size()
    {
        for (int n = 1; n <= 140; n++)
        {
            var random = new Random(n);
            double[] q = LayerProblems.Gram([.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))], n, 0.1);
            Optimality.Holds(Solvers.Default.Solve(new QpProblem(q, [.. Enumerable.Range(0, n).Select(i => Math.Cos(i))], LinearConstraints.None(n))), 1e-12);
        }
    }

    [Fact]
    public void Large_problems_are_solved()
    {
        var family = new LayerProblems(64, 8, CostKind.Trained, 4);

        Optimality.Holds(Solvers.Default.Solve(family.Make(3)));
    }

    [Fact]
    public void All_bounds_active_is_solved()
    {
        // Far more pull than the bounds let through: every difference is at a limit.
        var family = new LayerProblems(15, 7, CostKind.Trained, 0, 1e4, 1e-3);

        QpSolution solution = Solvers.Default.Solve(family.Make(2));

        Optimality.Holds(solution);
        Assert.All(solution.Multipliers, y => Assert.NotEqual(0, y));
    }

    [Fact]
    public void Nearly_contradicting_rows_are_still_solved()
    {
        // −1 ≤ x ≤ 1 and x ≥ 1 − 1e-7: a sliver is left.
        var rows = new LinearConstraints(1, new BoxBlock(1, [0], [-1], [1]), new BoxBlock(1, [0], [1 - 1e-7], [double.PositiveInfinity]));

        Optimality.Holds(Solvers.Default.Solve(new QpProblem([1], [0], rows)));
    }

    private static QpProblem Feasible(int seed)
    {
        var random = new Random(seed);
        int n = random.Next(1, 21), m = random.Next(0, 41);
        return RandomProblems.Feasible(n, m, Math.Pow(10, random.Next(0, 11)), random);
    }

    private static QpProblem Contradicting(int seed)
    {
        var random = new Random(seed);
        return RandomProblems.Contradicting(random.Next(1, 13), random.Next(1, 13), random);
    }

    private static void ForEverySeed(int count, Action<int> check)
    {
        for (int seed = 0; seed < count; seed++)
        {
            Exception? failure = Record.Exception(() => check(seed));
            Assert.True(failure is null, $"Seed {seed}: {failure?.Message}");
        }
    }

    private static void AssertProof(QpSolution solution)
    {
        Assert.True(solution.Status == QpStatus.Infeasible, $"{solution.Status}: {solution.Detail}");
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
        LinearConstraints rows = solution.Problem.Constraints;
        double worth = solution.Multipliers.Select((y, r) => y == 0 ? 0 : y * (y > 0 ? rows.Upper[r] : rows.Lower[r])).Sum();
        Assert.True(worth < 0, $"The bounds are worth {worth}.");
        Assert.All(rows.Matrix.MultiplyTransposed(solution.Multipliers), e => Assert.InRange(e, 1e-6 * worth, -1e-6 * worth));
    }
}
