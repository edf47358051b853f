using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Refiners.DiffOG.Tests;

public sealed class ShiftedSolutionTests
{
    [Fact]
    public void Values_and_multipliers_move_forward_by_the_executed_steps_and_the_last_value_is_held()
    {
        QpSolution last = Solution(Problem(1), QpStatus.Solved);
        QpSolution guess = ShiftedSolution.Of(last, 2, Problem(1), 2)!;
        Assert.Equal([4, 5, 6, 7, 6, 7, 6, 7], guess.X);
        Assert.Equal([3, 4, 0, 0], guess.Multipliers);
    }

    [Fact]
    public void A_row_that_the_last_chunk_lacked_at_its_start_moves_the_others_along()
    {
        QpSolution last = Solution(Problem(0), QpStatus.Solved);
        // Without a past the first row is at step 1; with one at step 0: row t of then is row t − 1 + shift of now.
        Assert.Equal([1, 2, 3, 0], ShiftedSolution.Of(last, 1, Problem(1), 2)!.Multipliers);
    }

    [Fact]
    public void Nothing_is_guessed_from_nothing()
    {
        Assert.Null(ShiftedSolution.Of(null, 1, Problem(1), 2));
        Assert.Null(ShiftedSolution.Of(Solution(Problem(1), QpStatus.IterationLimit), 1, Problem(1), 2));
        Assert.Null(ShiftedSolution.Of(Solution(Problem(1), QpStatus.Solved), 4, Problem(1), 2));
    }

    private static QpProblem Problem(int known)
    {
        var shape = new DifferenceShape(4, 2, 1, known, [0]);
        double[] bounds = [.. Enumerable.Repeat(0.1, shape.Rows)];
        return new QpProblem(new double[64], new double[8], new LinearConstraints(8, DifferenceBlock.Create(shape, bounds, bounds, known == 0 ? null : new ActionChunk(1, 2, [0, 0]))));
    }

    private static QpSolution Solution(QpProblem problem, QpStatus status) =>
        new(problem, status, [.. Enumerable.Range(0, 8).Select(i => (double)i)], [.. Enumerable.Range(1, problem.Constraints.Rows).Select(i => (double)i)]);
}
