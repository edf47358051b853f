using DiffOG.Solvers;
using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>Brings the solvers' code to the compiler's last tier before anything is timed.</summary>
internal static class Warming
{
    private const int Rounds = 4, Solves = 150;
    private static readonly TimeSpan Compilation = TimeSpan.FromMilliseconds(200);

    /// <summary>Solves and differentiates small problems of every structure, and gives the compiler time in between.</summary>
    internal static void Run(IEnumerable<MeasuredSolver> solvers, IQpSolver executed)
    {
        Family[] small = [new("P", 8, 4), new("R0", 8, 4, Untrained: true, Smooth: 0), new("H", 8, 4, LayerRows.HalfSpaces)];
        Instance[] instances = [.. small.SelectMany(f => Sequence.Make(f, 10, executed))];
        foreach (IQpSolver solver in solvers.Select(s => s.Make(1)))
        {
            for (int round = 0; round < Rounds; round++)
            {
                Round(solver, [.. instances.Where(i => solver.Refuses(i.Problem.Constraints) is null)]);
                Thread.Sleep(Compilation);
            }
        }
    }

    private static void Round(IQpSolver solver, Instance[] instances)
    {
        QpSolution result = new(instances[0].Problem);
        for (int k = 0; k < Solves; k++)
        {
            Instance instance = instances[k % instances.Length];
            solver.Solve(instance.Problem, k % 2 == 0 ? null : instance.Warm, result);
            IReadOnlyList<QpSolution> solutions = solver.Solve([instance.Problem]);
            solver.Differentiate(solutions, [instance.Problem.P]);
        }
    }
}
