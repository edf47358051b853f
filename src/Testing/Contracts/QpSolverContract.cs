using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every QP solver must do. Derive, say how the solver is made, and run.</summary>
public abstract class QpSolverContract
{
    private const int Steps = 5;
    private const int Dimensions = 2;
    private const int Variables = Steps * Dimensions;

    /// <summary>Makes the solver under test with its default options.</summary>
    protected abstract IQpSolver Create();

    /// <summary>How exactly optimality conditions must hold.</summary>
    protected virtual double Tolerance => 1e-6;

    /// <summary>How exactly gradients must agree with finite differences.</summary>
    protected virtual double GradientTolerance => 1e-4;

    /// <summary>Without inequalities the solution is −Q⁻¹p.</summary>
    [Fact]
    public void Solves_a_problem_without_inequalities()
    {
        QpProblem problem = Problem(1) with { Constraints = LinearConstraints.None(Variables) };
        QpSolution solution = Create().Solve(problem);
        Assert.Equal(QpStatus.Solved, solution.Status);
        Numbers.Close(new double[Variables], Stationarity(solution), Tolerance);
    }

    /// <summary>The conditions of Karush, Kuhn and Tucker hold.</summary>
    /// <param name="seed">Of the problem.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Meets_the_optimality_conditions(int seed)
    {
        QpSolution solution = Create().Solve(Problem(seed));
        Assert.Equal(QpStatus.Solved, solution.Status);
        Numbers.Close(new double[Variables], Stationarity(solution), Tolerance);
        Assert.InRange(solution.Problem.Constraints.LargestViolation(solution.X), 0, Tolerance);
        AssertSignsAndComplementarity(solution);
        Assert.True(solution.Multipliers.Any(y => Math.Abs(y) > 1e-3), "The test problem should have binding bounds.");
    }

    /// <summary>Neighbours in a batch change nothing, to the bit.</summary>
    [Fact]
    public void A_batch_equals_single_calls_bit_for_bit()
    {
        IQpSolver solver = Create();
        QpProblem[] problems = [.. Enumerable.Range(1, 9).Select(seed => Problem(seed))];
        IReadOnlyList<QpSolution> batch = solver.Solve(problems);
        for (int i = 0; i < problems.Length; i++)
        {
            QpSolution single = solver.Solve(problems[i]);
            Assert.Equal(single.X, batch[i].X);
            Assert.Equal(single.Multipliers, batch[i].Multipliers);
            Assert.Equal(single.Iterations, batch[i].Iterations);
        }
    }

    /// <summary>A problem that is not a number ends in a status and leaves its neighbours alone.</summary>
    [Fact]
    public void A_number_that_is_not_finite_is_invalid_input_and_leaves_neighbours_alone()
    {
        IQpSolver solver = Create();
        QpProblem good = Problem(1);
        QpProblem bad = good with { P = [double.NaN, .. good.P[1..]] };
        IReadOnlyList<QpSolution> batch = solver.Solve([bad, good]);
        Assert.Equal(QpStatus.InvalidInput, batch[0].Status);
        Assert.NotNull(batch[0].Detail);
        Assert.Equal(solver.Solve(good).X, batch[1].X);
    }

    /// <summary>Rows that contradict each other end in a status.</summary>
    [Fact]
    public void Contradicting_rows_are_infeasible()
    {
        var below = new BoxBlock(2, [0], [double.NegativeInfinity], [-1]);
        var above = new BoxBlock(2, [0], [1], [double.PositiveInfinity]);
        var problem = new QpProblem([1, 0, 0, 1], [0, 0], new LinearConstraints(2, below, above));
        Assert.Equal(QpStatus.Infeasible, Create().Solve(problem).Status);
    }

    /// <summary>A cost that is not convex ends in a status.</summary>
    [Fact]
    public void An_indefinite_cost_is_not_convex()
    {
        var problem = new QpProblem([1, 0, 0, -1], [0, 0], LinearConstraints.None(2));
        Assert.Equal(QpStatus.NotConvex, Create().Solve(problem).Status);
    }

    /// <summary>A warm start gives the same answer.</summary>
    [Fact]
    public void A_warm_start_does_not_change_the_answer()
    {
        IQpSolver solver = Create();
        QpSolution cold = solver.Solve(Problem(1));
        QpSolution other = solver.Solve(Problem(2));
        Numbers.Close(cold.X, solver.Solve(Problem(1), other).X, Tolerance);
        Numbers.Close(cold.X, solver.Solve(Problem(1), cold).X, Tolerance);
    }

    /// <summary>A result that is used again holds the same answer, to the bit, whatever was in it before, also when it is its own warm start.</summary>
    [Fact]
    public void A_result_that_is_used_again_holds_the_same_answer()
    {
        IQpSolver solver = Create();
        var result = new QpSolution(Problem(1));
        foreach (int seed in new[] { 1, 2, 1 })
        {
            QpSolution fresh = solver.Solve(Problem(seed));
            solver.Solve(fresh.Problem, null, result);
            Assert.Same(fresh.Problem, result.Problem);
            Assert.Equal(fresh.X, result.X);
            Assert.Equal(fresh.Multipliers, result.Multipliers);
            Assert.Equal((fresh.Status, fresh.Iterations, fresh.PrimalResidual, fresh.DualResidual), (result.Status, result.Iterations, result.PrimalResidual, result.DualResidual));
        }
        solver.Solve(Problem(2), result, result);
        Numbers.Close(solver.Solve(Problem(2)).X, result.X, Tolerance);
    }

    /// <summary>What the solver says it does not take, it does not solve either; what it takes, it solves.</summary>
    [Fact]
    public void General_rows_are_solved_or_refused_in_words()
    {
        IQpSolver solver = Create();
        QpProblem problem = General();
        string? refusal = solver.Refuses(problem.Constraints);
        QpSolution solution = solver.Solve(problem);
        Assert.Equal(refusal is null ? QpStatus.Solved : QpStatus.InvalidInput, solution.Status);
        if (refusal is not null)
            Assert.False(string.IsNullOrWhiteSpace(solution.Detail), "A refused problem says why.");
    }

    /// <summary>The problem handed in is not written to.</summary>
    [Fact]
    public void Inputs_are_not_changed()
    {
        QpProblem problem = Problem(3);
        double[] cost = [.. problem.Q], linear = [.. problem.P], lower = [.. problem.Constraints.Lower];
        IQpSolver solver = Create();
        solver.Differentiate(solver.Solve(problem), RandomValues.Normal(Variables, 5));
        Assert.Equal(cost, problem.Q);
        Assert.Equal(linear, problem.P);
        Assert.Equal(lower, problem.Constraints.Lower);
    }

    /// <summary>The gradient of the linear term agrees with central differences.</summary>
    [Fact]
    public void Gradient_of_the_linear_term_agrees_with_finite_differences() => AssertGradient(
        g => g.P, Variables, (problem, i, h) => problem with { P = Moved(problem.P, i, h) });

    /// <summary>The gradient of the cost agrees with central differences of symmetric changes.</summary>
    [Fact]
    public void Gradient_of_the_cost_agrees_with_finite_differences() => AssertGradient(
        g => [.. Enumerable.Range(0, Variables).Select(i => (i == 0 ? 1 : 2) * g.Q[i])], Variables,
        (problem, i, h) => problem with { Q = i == 0 ? Moved(problem.Q, 0, h) : Moved(Moved(problem.Q, i, h), i * Variables, h) });

    /// <summary>The gradients of both bounds agree with central differences.</summary>
    [Fact]
    public void Gradients_of_the_bounds_agree_with_finite_differences()
    {
        AssertGradient(g => g.Lower, Problem(1).Constraints.Rows, (problem, i, h) => problem with { Constraints = WithBounds(problem, i, h, 0) });
        AssertGradient(g => g.Upper, Problem(1).Constraints.Rows, (problem, i, h) => problem with { Constraints = WithBounds(problem, i, 0, h) });
    }

    /// <summary>The gradient of general rows agrees with central differences, where the solver takes such rows.</summary>
    [Fact]
    public void Gradient_of_general_rows_agrees_with_finite_differences()
    {
        QpProblem problem = General();
        if (Create().Refuses(problem.Constraints) is null)
            AssertGradient(problem, g => g.G, problem.Constraints.Matrix.Values.Length, WithEntry);
    }

    /// <summary>A solution without a point has a zero gradient rather than NaN.</summary>
    [Fact]
    public void A_failed_problem_has_a_zero_gradient()
    {
        IQpSolver solver = Create();
        QpProblem bad = Problem(1) with { P = [.. Enumerable.Repeat(double.NaN, Variables)] };
        QpGradient gradient = solver.Differentiate(solver.Solve(bad), new double[Variables]);
        Assert.All(gradient.Q.Concat(gradient.P).Concat(gradient.Lower).Concat(gradient.Upper), v => Assert.Equal(0, v));
    }

    private void AssertGradient(Func<QpGradient, double[]> part, int count, Func<QpProblem, int, double, QpProblem> move) =>
        AssertGradient(Problem(1), part, count, move);

    private void AssertGradient(QpProblem problem, Func<QpGradient, double[]> part, int count, Func<QpProblem, int, double, QpProblem> move)
    {
        const double h = 1e-5;
        IQpSolver solver = Create();
        double[] weights = RandomValues.Normal(Variables, 7);
        double Loss(QpProblem p) => solver.Solve(p).X.Zip(weights, (x, w) => x * w).Sum();
        double[] gradient = part(solver.Differentiate(solver.Solve(problem), weights));
        double[] differences = [.. Enumerable.Range(0, count).Select(i => (Loss(move(problem, i, h)) - Loss(move(problem, i, -h))) / (2 * h))];
        Numbers.Close(differences, gradient, GradientTolerance);
    }

    private static QpProblem Problem(int seed)
    {
        var shape = new DifferenceShape(Steps, Dimensions, Order: 1, Known: 1, [0, 1]);
        double[] lower = [.. Enumerable.Repeat(-0.1, shape.Rows)], upper = [.. Enumerable.Repeat(0.12, shape.Rows)];
        DifferenceBlock block = DifferenceBlock.Create(shape, lower, upper, new ActionChunk(1, Dimensions, [0.1, -0.2]));
        return new QpProblem(
            RandomValues.PositiveDefinite(Variables, seed), RandomValues.Normal(Variables, seed + 100), new LinearConstraints(Variables, block));
    }

    /// <summary>Dense rows, one of which holds two variables at an angle that no change of variables makes a box.</summary>
    private static QpProblem General()
    {
        double[] rows = RandomValues.Normal(4 * Variables, 11);
        var matrix = new SparseRows(Variables, [.. Enumerable.Range(0, 5).Select(r => r * Variables)], [.. Enumerable.Range(0, 4 * Variables).Select(k => k % Variables)], rows);
        var block = new GeneralBlock(matrix, [-0.2, double.NegativeInfinity, -0.1, -0.3], [0.2, 0.1, double.PositiveInfinity, 0.3]);
        return Problem(1) with { Constraints = new LinearConstraints(Variables, block) };
    }

    private static QpProblem WithEntry(QpProblem problem, int entry, double by)
    {
        LinearConstraints old = problem.Constraints;
        SparseRows moved = old.Matrix with { Values = Moved(old.Matrix.Values, entry, by) };
        return problem with { Constraints = new LinearConstraints(Variables, new GeneralBlock(moved, old.Lower, old.Upper)) };
    }

    private static LinearConstraints WithBounds(QpProblem problem, int row, double lower, double upper)
    {
        LinearConstraints old = problem.Constraints;
        return new LinearConstraints(Variables, new GeneralBlock(old.Matrix, Moved(old.Lower, row, lower), Moved(old.Upper, row, upper)));
    }

    private static double[] Moved(double[] values, int index, double by)
    {
        double[] moved = [.. values];
        moved[index] += by;
        return moved;
    }

    private static double[] Stationarity(QpSolution solution)
    {
        QpProblem problem = solution.Problem;
        double[] residual = problem.Constraints.Matrix.MultiplyTransposed(solution.Multipliers);
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] += problem.P[i];
            for (int j = 0; j < residual.Length; j++)
                residual[i] += problem.Q[(i * residual.Length) + j] * solution.X[j];
        }
        return residual;
    }

    private void AssertSignsAndComplementarity(QpSolution solution)
    {
        LinearConstraints constraints = solution.Problem.Constraints;
        double[] product = constraints.Matrix.Multiply(solution.X);
        for (int r = 0; r < product.Length; r++)
        {
            double y = solution.Multipliers[r];
            double distance = y > 0 ? constraints.Upper[r] - product[r] : product[r] - constraints.Lower[r];
            Assert.True(Math.Abs(y * distance) <= Tolerance, $"Row {r}: multiplier {y:R} at distance {distance:R} from its bound.");
        }
    }
}
