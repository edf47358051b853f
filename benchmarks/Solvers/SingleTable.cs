using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>One problem at a time on one thread: every solver on every family, cold and warm.</summary>
internal static class SingleTable
{
    internal static void Write(Choices choices, Clock clock, IQpSolver executed)
    {
        var table = new Table(
            choices.Format,
            "One problem at a time on one thread; µs, medians and p99 over instances; ratios of the cold median to one bare Cholesky factorisation",
            2,
            "family", "solver", "cold", "cold p99", "/torch", "/own", "warm", "warm p99", "iterations", "most", "violation", "KKT", "unsolved", "bytes");
        foreach (Family family in Family.All.Where(f => choices.Families.Count == 0 || choices.Families.Any(f.Name.Contains)))
        {
            Instance[] instances = Sequence.Make(family, family.Instances, executed);
            Contender[] contenders = [.. SolverList.Of(Parts.Single, choices)
                .Select(s => (s.Id, Solver: s.Make(1)))
                .Where(s => s.Solver.Refuses(instances[0].Problem.Constraints) is null)
                .Select(s => new Contender(s.Id, s.Solver, instances))];
            Write(table, clock, family, contenders, instances.Select(i => i.Problem));
        }
    }

    private static void Write(Table table, Clock clock, Family family, Contender[] contenders, IEnumerable<QpProblem> problems)
    {
        using var bare = new BareCholesky(problems);
        double[][] times = clock.InTurns([bare.Torch, bare.Own, .. contenders.SelectMany(c => new[] { c.Cold, c.Warm })]);
        (double torch, double own) = (Clock.Median(times[0]), Clock.Median(times[1]));
        table.Add(family.Name, "libtorch Cholesky", torch);
        table.Add(family.Name, "own Cholesky", own);
        for (int k = 0; k < contenders.Length; k++)
        {
            (double[] cold, double[] warm, Verdict verdict) = (times[2 + (2 * k)], times[3 + (2 * k)], contenders[k].Judge());
            table.Add(
                family.Name, contenders[k].Id, Clock.Median(cold), Clock.Percentile(cold, 0.99), Clock.Median(cold) / torch, Clock.Median(cold) / own, Clock.Median(warm), Clock.Percentile(warm, 0.99),
                verdict.Iterations, verdict.Most, verdict.Errors.Violation, verdict.Errors.Optimality, verdict.Unsolved, contenders[k].Allocated());
        }
    }
}
