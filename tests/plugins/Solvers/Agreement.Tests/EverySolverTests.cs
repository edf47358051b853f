using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Agreement.Tests;

/// <summary>What a batched differentiable solver can get wrong without anybody noticing: none of ours may.</summary>
public sealed class EverySolverTests
{
    private static readonly QpProblem Easy = new LayerProblems(15, 7, CostKind.Trained, 4).Make(1);

    public static TheoryData<string> Ids => Solvers.Ids;

    /// <summary>What is no problem, or has no solution, and how every solver must call it.</summary>
    private static readonly (QpProblem Problem, QpStatus Status)[] Bad =
    [
        (Easy with { P = [.. Easy.P[..^1], double.NaN] }, QpStatus.InvalidInput),
        (Easy with { P = [double.NegativeInfinity, .. Easy.P[1..]] }, QpStatus.InvalidInput),
        (Easy with { Q = [.. Easy.Q[..^1], double.NaN] }, QpStatus.InvalidInput),
        (Easy with { Q = [double.PositiveInfinity, .. Easy.Q[1..]] }, QpStatus.InvalidInput),
        (Easy with { Q = [.. Easy.Q.Select(q => -q)] }, QpStatus.NotConvex),
        (Easy with { Constraints = Box(1, -1) }, QpStatus.InvalidInput),
        (Easy with { Constraints = Box(double.NaN, 1) }, QpStatus.InvalidInput),
        (Easy with { Constraints = Box(double.PositiveInfinity, double.PositiveInfinity) }, QpStatus.InvalidInput),
        (Easy with { Constraints = new LinearConstraints(105, new BoxBlock(105, [3], [1], [9]), new BoxBlock(105, [3], [-9], [-1])) }, QpStatus.Infeasible),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Untrained_costs_and_inputs_far_larger_than_normalised_are_solved_whoever_is_beside(string id)
    {
        IQpSolver solver = Solvers.Of(id);
        foreach (double scale in new[] { 5, 10, 100, 1e4 })
        {
            foreach (double smooth in new[] { 0.0, 4 })
            {
                QpProblem[] hard = [.. Enumerable.Range(0, 5).Select(new LayerProblems(15, 7, CostKind.Untrained, smooth, scale).Make)];
                IReadOnlyList<QpSolution> together = solver.Solve([Easy, .. hard, Easy, Easy]);
                for (int i = 0; i < hard.Length; i++)
                {
                    Optimality.Holds(together[i + 1]);
                    AssertSame(solver.Solve(hard[i]), together[i + 1]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_bad_problem_has_its_own_status_and_leaves_solutions_iterations_and_gradients_beside_it_alone(string id)
    {
        IQpSolver solver = Solvers.Of(id);
        QpProblem[] problems = [.. Bad.SelectMany((b, i) => new[] { b.Problem, Good(i) })];
        ReadOnlyMemory<double>[] losses = [.. problems.Select(_ => (ReadOnlyMemory<double>)Easy.P)];

        IReadOnlyList<QpSolution> solutions = solver.Solve(problems);
        IReadOnlyList<QpGradient> gradients = solver.Differentiate(solutions, losses);

        for (int i = 0; i < Bad.Length; i++)
        {
            Assert.Equal((i, Bad[i].Status), (i, solutions[2 * i].Status));
            Assert.False(string.IsNullOrEmpty(solutions[2 * i].Detail));
            Assert.All(solutions[2 * i].X, x => Assert.True(double.IsNaN(x)));
            Assert.All(gradients[2 * i].Q.Concat(gradients[2 * i].P), g => Assert.Equal(0, g));
            QpSolution alone = solver.Solve(Good(i));
            AssertSame(alone, solutions[(2 * i) + 1]);
            Assert.Equal(solver.Differentiate(alone, Easy.P).Q, gradients[(2 * i) + 1].Q);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_batch_of_any_mixture_in_any_order_is_a_loop_bit_for_bit_and_nobody_waits_for_the_slowest(string id)
    {
        IQpSolver solver = Solvers.Of(id);
        QpProblem[] problems = [.. Enumerable.Range(0, 24).Select(i => new LayerProblems(1 + (5 * i % 17), 2 + (i % 6), (CostKind)(i % 3), i % 2 * 4, i % 5 == 0 ? 10 : 1)
        {
            Rows = id == "active-set" || i % 4 > 0 ? LayerRows.Speed : LayerRows.HalfSpaces,
        }.Make(i))];
        QpSolution[] alone = [.. problems.Select(p => solver.Solve(p))];

        IReadOnlyList<QpSolution> together = solver.Solve(problems), reversed = solver.Solve([.. problems.Reverse()]);

        for (int i = 0; i < problems.Length; i++)
        {
            AssertSame(alone[i], together[i]);
            AssertSame(alone[i], reversed[^(i + 1)]);
        }
        Assert.True(alone.Select(s => s.Iterations).Distinct().Count() > 1, "All take equally long, so that nobody could have waited.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Bounds_at_infinity_are_no_bounds(string id)
    {
        IQpSolver solver = Solvers.Of(id);
        LinearConstraints rows = Easy.Constraints;
        QpProblem OneSided(double lower, double upper) => Easy with
        {
            Constraints = new LinearConstraints(105, new GeneralBlock(rows.Matrix, [.. rows.Lower.Select(l => Math.Min(l, lower))], [.. rows.Upper.Select(u => Math.Max(u, upper))])),
        };

        foreach (QpProblem problem in new[] { OneSided(0, double.PositiveInfinity), OneSided(double.NegativeInfinity, 0), OneSided(double.NegativeInfinity, double.PositiveInfinity) })
            Optimality.Holds(solver.Solve(problem));
        double[] free = solver.Solve(OneSided(double.NegativeInfinity, double.PositiveInfinity)).X, none = solver.Solve(Easy with { Constraints = LinearConstraints.None(105) }).X;
        for (int i = 0; i < free.Length; i++)
            Assert.Equal(none[i], free[i], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_bound_that_is_only_touched_has_the_derivative_of_no_bound_and_no_blend(string id)
    {
        // x₀ rests on 1, where it wants to be: one-sided derivatives are −1 and 0. x₁ is pushed against 1.
        IQpSolver solver = Solvers.Of(id);
        var problem = new QpProblem([1, 0, 0, 1], [-1, -3], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-5, -5], [1, 1])));

        QpGradient gradient = solver.Differentiate(solver.Solve(problem), new double[] { 1, 1 });

        Assert.Equal([-1, 0], gradient.P.Select(g => Math.Round(g, 12)));
        Assert.Equal([0, 1], gradient.Upper.Select(g => Math.Round(g, 12)));
    }

    private static QpProblem Good(int seed) => new LayerProblems(15, 7, CostKind.Trained, 4).Make(seed);

    private static LinearConstraints Box(double lower, double upper) => new(105, new BoxBlock(105, [3, 5], [-1, lower], [1, upper]));

    private static void AssertSame(QpSolution alone, QpSolution beside)
    {
        Assert.Equal(alone.X, beside.X);
        Assert.Equal(alone.Multipliers, beside.Multipliers);
        Assert.Equal((alone.Status, alone.Iterations), (beside.Status, beside.Iterations));
    }
}
