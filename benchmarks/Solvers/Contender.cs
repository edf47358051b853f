using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>One solver on the instances of one family.</summary>
/// <param name="id">Of the solver.</param>
/// <param name="solver">The solver, on one thread.</param>
/// <param name="instances">Of the family.</param>
internal sealed class Contender(string id, IQpSolver solver, Instance[] instances)
{
    private const int Allocations = 20, Passes = 3;
    private readonly Instance[] following = [.. instances.Where(i => i.Warm is not null)];
    private readonly QpSolution result = new(instances[0].Problem);

    /// <summary>Its name in tables.</summary>
    internal string Id => id;

    /// <summary>Without a guess.</summary>
    internal Work Cold => new(instances.Length, i => solver.Solve(instances[i].Problem, null, result));

    /// <summary>From the solution before.</summary>
    internal Work Warm => new(following.Length, i => solver.Solve(following[i].Problem, following[i].Warm, result));

    /// <summary>Solves all of them cold and warm once more, and looks at the answers.</summary>
    internal Verdict Judge()
    {
        (Errors errors, int unsolved) = (default, 0);
        var iterations = new List<double>();
        foreach ((QpProblem problem, QpSolution? start) in instances.Select(i => (i.Problem, (QpSolution?)null)).Concat(following.Select(i => (i.Problem, i.Warm))))
        {
            solver.Solve(problem, start, result);
            if (start is null)
                iterations.Add(result.Iterations);
            if (result.Status != QpStatus.Solved)
                unsolved++;
            if (result.HasPoint)
                errors = errors.Or(Errors.Of(result));
        }
        return new Verdict(errors, unsolved, (int)Clock.Median(iterations), (int)iterations.Max());
    }

    /// <summary>Managed bytes a warm solve once everything has been seen; the least of several passes, because others allocate too.</summary>
    internal long Allocated() => Enumerable.Range(0, Passes).Min(_ =>
    {
        int count = Math.Min(Allocations, following.Length);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < count; i++)
            solver.Solve(following[i].Problem, following[i].Warm, result);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / count;
    });
}

/// <summary>What the answers are worth.</summary>
/// <param name="Errors">The largest.</param>
/// <param name="Unsolved">Statuses other than solved.</param>
/// <param name="Iterations">Median, without a guess.</param>
/// <param name="Most">Iterations, without a guess.</param>
internal sealed record Verdict(Errors Errors, int Unsolved, int Iterations, int Most);
