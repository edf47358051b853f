using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>What a workspace keeps of one problem never shows in the next.</summary>
public sealed class ReuseTests
{
    private static readonly LayerProblems Family = new(12, 4, CostKind.Untrained, 4) { Rows = LayerRows.HalfSpaces };

    public static TheoryData<bool> Polish => [true, false];

    [Theory]
    [MemberData(nameof(Polish))]
    public void The_same_matrices_with_other_bounds_and_terms_give_what_a_fresh_solver_gives(bool polish)
    {
        IQpSolver kept = Create(polish);
        QpProblem first = Family.Make(1);

        for (int seed = 1; seed <= 5; seed++)
        {
            QpProblem next = WithVectorsOf(first, Family.Make(seed));
            BatchTests.Same(Create(polish).Solve(next), kept.Solve(next));
        }
    }

    [Theory]
    [MemberData(nameof(Polish))]
    public void Whatever_came_before_changes_nothing(bool polish)
    {
        IQpSolver kept = Create(polish);
        QpProblem first = Family.Make(1), other = Family.Make(2), equations = WithEquations(first);
        QpProblem[] order = [first, other, first, equations, first, equations, WithVectorsOf(first, other), WithoutBounds(first), first];

        foreach (QpProblem problem in order)
        {
            QpSolution solution = kept.Solve(problem), fresh = Create(polish).Solve(problem);
            BatchTests.Same(fresh, solution);
            Assert.Equal(Create(polish).Differentiate(fresh, problem.P).P, kept.Differentiate(solution, problem.P).P);
        }
    }

    [Fact]
    public void A_gradient_of_another_problem_in_between_changes_nothing()
    {
        IQpSolver kept = Create(true);
        QpProblem first = Family.Make(1), other = Family.Make(2);
        QpSolution earlier = kept.Solve(other), expected = kept.Solve(first);

        kept.Differentiate(earlier, other.P);

        BatchTests.Same(expected, kept.Solve(first));
        kept.Differentiate(earlier, other.P);
        BatchTests.Same(earlier, kept.Solve(other));
    }

    [Fact]
    public void Arrays_that_were_changed_in_place_are_noticed()
    {
        IQpSolver kept = Create(true);
        QpProblem problem = Family.Make(1);
        kept.Solve(problem);

        problem.Q[0] *= 2;
        BatchTests.Same(Create(true).Solve(problem), kept.Solve(problem));
        problem.Constraints.Matrix.Values[0] *= 1.5;
        BatchTests.Same(Create(true).Solve(problem), kept.Solve(problem));
        problem.P[0] = double.NaN;
        Assert.Equal("Element 0 of p is NaN.", kept.Solve(problem).Detail);
        problem.Q[1] = double.NaN;
        Assert.Equal(Create(true).Solve(problem).Detail, kept.Solve(problem).Detail);
    }

    [Fact]
    public void A_penalty_that_had_to_adapt_does_not_reach_the_next_problem()
    {
        AdmmOptions options = new() { Polish = false, Penalty = 1e-5, Threads = 1 };
        IQpSolver kept = Solvers.Create(options);
        QpProblem problem = Family.Make(3);

        QpSolution first = kept.Solve(problem);

        BatchTests.Same(first, kept.Solve(problem));
    }

    private static IQpSolver Create(bool polish) => Solvers.Create(new() { Polish = polish, Threads = 1, MaxIterations = 2000 });

    private static QpProblem WithVectorsOf(QpProblem problem, QpProblem other) =>
        Bounded(problem, other.Constraints.Lower, other.Constraints.Upper) with { P = other.P };

    /// <summary>Some rows become equations, which have another penalty.</summary>
    private static QpProblem WithEquations(QpProblem problem)
    {
        double[] lower = [.. problem.Constraints.Lower];
        for (int r = 0; r < 4; r++)
            lower[r] = problem.Constraints.Upper[r];
        return Bounded(problem, lower, problem.Constraints.Upper);
    }

    private static QpProblem WithoutBounds(QpProblem problem) => Bounded(
        problem,
        [.. problem.Constraints.Lower.Select((l, r) => r % 3 == 0 ? double.NegativeInfinity : l)],
        [.. problem.Constraints.Upper.Select((u, r) => r % 3 == 0 ? double.PositiveInfinity : u)]);

    private static QpProblem Bounded(QpProblem problem, double[] lower, double[] upper) =>
        problem with { Constraints = new LinearConstraints(problem.Variables, new GeneralBlock(problem.Constraints.Matrix, lower, upper)) };
}
