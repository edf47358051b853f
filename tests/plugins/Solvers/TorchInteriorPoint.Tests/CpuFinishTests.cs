using DiffOG.Constraints;
using DiffOG.Solvers.TorchInteriorPoint.Method;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>What the finish makes of a device that rounds otherwise.</summary>
public sealed class CpuFinishTests
{
    private static readonly CpuFinish Finish = new(Solvers.InteriorPoint);
    private static readonly QpProblem Problem = new LayerProblems(10, 4, CostKind.Trained, 4).Make(2);

    [Fact]
    public void Guesses_that_end_on_one_active_set_have_one_answer_to_the_bit()
    {
        QpSolution solution = Solvers.InteriorPoint.Solve(Problem);
        double[] sides = [.. solution.Multipliers.Select(y => (double)Math.Sign(y))];
        int held = Array.FindIndex(sides, s => s != 0), free = Array.FindIndex(sides, s => s == 0);

        QpSolution right = Finished(sides);
        double[][] wrong = [With(sides, held, 0), With(sides, free, 1), With(sides, free, -1), With(With(sides, held, 0), free, 1)];

        Assert.All(wrong, guess =>
        {
            QpSolution finished = Finished(guess);
            Assert.Equal(right.X, finished.X);
            Assert.Equal(right.Multipliers, finished.Multipliers);
            Assert.Equal((5, null), (finished.Iterations, finished.Method));
        });
    }

    [Fact]
    public void Rows_that_are_touched_without_force_make_no_difference()
    {
        // Bounds of many free rows are moved onto the solution: with them held, the system is another and rounds otherwise.
        QpSolution solution = Solvers.InteriorPoint.Solve(Problem);
        double[] upper = [.. Problem.Constraints.Upper], product = Problem.Constraints.Matrix.Multiply(solution.X), sides = [.. solution.Multipliers.Select(y => (double)Math.Sign(y))];
        int[] free = [.. Enumerable.Range(0, upper.Length).Where(r => sides[r] == 0)];
        foreach (int r in free)
            upper[r] = product[r];
        var rows = new GeneralBlock(Problem.Constraints.Matrix, Problem.Constraints.Lower, upper);
        QpProblem touched = Problem with { Constraints = new LinearConstraints(Problem.Variables, rows) };

        QpSolution with = Finished(touched, free.Aggregate(sides, (changed, r) => With(changed, r, 1))), without = Finished(touched, sides);

        Assert.NotEmpty(free);
        Assert.Equal(without.Multipliers, with.Multipliers);
        Assert.Equal(without.X, with.X);
    }

    [Fact]
    public void A_guess_that_does_not_settle_costs_time_and_is_told()
    {
        double[] nonsense = [.. Enumerable.Range(0, Problem.Constraints.Rows).Select(r => r % 2 == 0 ? 1.0 : -1.0)];

        QpSolution finished = Finished(nonsense);

        Optimality.Holds(finished);
        if (finished.Iterations > 5)
            Assert.Equal("interior-point on the CPU: the active set that the device found did not settle", finished.Method);
    }

    [Fact]
    public void A_point_that_is_not_finite_is_no_guess()
    {
        double[] sides = new double[Problem.Constraints.Rows];
        var outcome = new Outcome([.. Enumerable.Repeat(double.NaN, Problem.Variables)], sides, sides, 5, Convex: true);

        QpSolution finished = Finish.Finish([Problem], [outcome])[0];

        Optimality.Holds(finished);
        Assert.True(finished.Iterations > 5);
    }

    private static QpSolution Finished(double[] sides) => Finished(Problem, sides);

    private static QpSolution Finished(QpProblem problem, double[] sides) =>
        Finish.Finish([problem], [new Outcome(new double[problem.Variables], sides, sides, 5, Convex: true)])[0];

    private static double[] With(double[] sides, int row, double side)
    {
        double[] changed = [.. sides];
        changed[row] = side;
        return changed;
    }
}
