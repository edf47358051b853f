using DiffOG.Learning.Tests;
using DiffOG.Solvers.InteriorPoint.Tests;
using Xunit;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>Exact solutions and gradients, worked out elsewhere in more than double precision.</summary>
public sealed class GoldenTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Solutions_multipliers_and_gradients_of_all_sizes_in_one_batch_are_exact()
    {
        Golden[] all = All();

        IReadOnlyList<QpSolution> solutions = Solvers.Default.Solve([.. all.Select(g => g.Problem)]);
        IReadOnlyList<QpGradient> gradients = Solvers.Default.Differentiate(solutions, [.. all.Select(g => (ReadOnlyMemory<double>)g.LossGradient)]);

        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal((QpStatus.Solved, null), (solutions[i].Status, solutions[i].Method));
            Holds(all[i].X, solutions[i].X, Tolerance);
            Holds(all[i].Multipliers, solutions[i].Multipliers, Tolerance);
            Holds(all[i].P, gradients[i].P, Tolerance);
            Holds(all[i].H, gradients[i].Upper, Tolerance);
            Holds(all[i].Q, gradients[i].Q, Tolerance);
            Assert.All(gradients[i].Lower, g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void Without_the_finish_solutions_are_as_exact_as_the_tolerance_and_gradients_those_of_the_active_set()
    {
        Golden[] all = All();

        IReadOnlyList<QpSolution> solutions = Solvers.Unpolished.Solve([.. all.Select(g => g.Problem)]);
        IReadOnlyList<QpGradient> gradients = Solvers.Unpolished.Differentiate(solutions, [.. all.Select(g => (ReadOnlyMemory<double>)g.LossGradient)]);

        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(QpStatus.Solved, solutions[i].Status);
            Holds(all[i].X, solutions[i].X, 1e-6);
            Holds(all[i].P, gradients[i].P, 1e-6);
            Holds(all[i].H, gradients[i].Upper, 1e-6);
            Holds(all[i].Q, gradients[i].Q, 1e-5);
        }
    }

    [Fact]
    public void Two_inequalities_without_room_between_are_solved_too()
    {
        foreach (string name in Golden.Names("edge_*_zero_width"))
        {
            Golden golden = Golden.Open(name);

            QpSolution solution = Solvers.Default.Solve(golden.Problem);

            Assert.True(solution.HasPoint, solution.Detail);
            Close.To(golden.X, solution.X, 1e-6);
        }
    }

    private static Golden[] All() => [.. Golden.Names("qp_*").Concat(Golden.Names("edge_hard_*")).Select(Golden.Open)];

    private static void Holds(double[] expected, double[] found, double tolerance) =>
        Close.To(expected, found, tolerance * Math.Max(1, expected.Max(Math.Abs)));
}
