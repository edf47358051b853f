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
            "family", "solver", "cold", "p99", "/torch", "/own", "warm", "p99", "iterations", "most", "violation", "KKT", "unsolved", "bytes");
        foreach (Family family in Family.All.Where(f => choices.Families.Count == 0 || choices.Families.Any(f.Name.Contains)))
        {
            Instance[] instances = Sequence.Make(family, family.Instances, executed);
            QpProblem[] problems = [.. instances.Select(i => i.Problem)];
            (double torch, double own) = (BareCholesky.Torch(clock, problems), BareCholesky.Own(clock, problems));
            table.Add(family.Name, "libtorch Cholesky", torch);
            table.Add(family.Name, "own Cholesky", own);
            foreach (MeasuredSolver solver in SolverList.Of(Parts.Single, choices))
            {
                if (solver.Make(1) is var made && made.Refuses(problems[0].Constraints) is null)
                    Row(table, clock, (family.Name, solver.Id), instances, made, (torch, own));
            }
        }
    }

    private static void Row(Table table, Clock clock, (string Family, string Solver) name, Instance[] instances, IQpSolver solver, (double Torch, double Own) bare)
    {
        QpSolution result = new(instances[0].Problem);
        Instance[] following = [.. instances.Where(i => i.Warm is not null)];
        double[] cold = clock.Each(instances.Length, i => solver.Solve(instances[i].Problem, null, result));
        double[] warm = clock.Each(following.Length, i => solver.Solve(following[i].Problem, following[i].Warm, result));
        Verdict verdict = Judge(instances, solver, result);
        table.Add(
            name.Family, name.Solver, Clock.Median(cold), Clock.Percentile(cold, 0.99), Clock.Median(cold) / bare.Torch, Clock.Median(cold) / bare.Own, Clock.Median(warm), Clock.Percentile(warm, 0.99),
            (int)Clock.Median(verdict.Iterations), (int)verdict.Iterations.Max(), verdict.Errors.Violation, verdict.Errors.Optimality, verdict.Unsolved, Allocated(following[^Math.Min(following.Length, 20)..], solver, result));
    }

    /// <summary>Solves all of them cold and warm once more, and looks at the answers.</summary>
    private static Verdict Judge(Instance[] instances, IQpSolver solver, QpSolution result)
    {
        (Errors errors, int unsolved) = (default, 0);
        var iterations = new List<double>();
        foreach (Instance instance in instances)
        {
            foreach (QpSolution? start in instance.Warm is { } warm ? [null, warm] : new QpSolution?[] { null })
            {
                solver.Solve(instance.Problem, start, result);
                if (start is null)
                    iterations.Add(result.Iterations);
                if (result.Status != QpStatus.Solved)
                    unsolved++;
                if (result.HasPoint)
                    errors = errors.Or(Errors.Of(result));
            }
        }
        return new Verdict(errors, unsolved, iterations);
    }

    /// <summary>Managed bytes a warm solve once everything has been seen; the least of several passes, because others allocate too.</summary>
    private static long Allocated(Instance[] instances, IQpSolver solver, QpSolution result) => Enumerable.Range(0, 3).Min(_ =>
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (Instance instance in instances)
            solver.Solve(instance.Problem, instance.Warm, result);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / instances.Length;
    });

    private sealed record Verdict(Errors Errors, int Unsolved, List<double> Iterations);
}
