using DiffOG.Solvers;
using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Soak;

/// <summary>Solves the problems of one family and counts what becomes of them.</summary>
/// <param name="options">What was asked for.</param>
internal sealed class Soaking(SoakOptions options)
{
    private readonly Dictionary<string, IQpSolver> solvers =
        options.Solvers.Append(Solvers.Judge).Append(Solvers.JudgeOfTheJudge).Distinct().ToDictionary(id => id, id => Solvers.All[id]());

    /// <summary>One tally a solver.</summary>
    /// <param name="family">A name of <see cref="Families"/>.</param>
    internal IReadOnlyDictionary<string, Tally> Run(string family)
    {
        Dictionary<string, Tally> all = NewTallies();
        Parallel.For(
            0,
            options.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            NewTallies,
            (i, _, own) =>
            {
                Solve(family, options.Seed + i, i % options.CompareEvery == 0, own);
                return own;
            },
            own =>
            {
                lock (all)
                {
                    foreach ((string id, Tally tally) in own)
                        all[id].Add(tally);
                }
            });
        return all;
    }

    private Dictionary<string, Tally> NewTallies() => options.Solvers.ToDictionary(id => id, _ => new Tally());

    private void Solve(string family, int seed, bool compare, Dictionary<string, Tally> tallies)
    {
        QpProblem problem = Families.All[family](seed).Make(seed);
        foreach ((string id, Tally tally) in tallies)
        {
            if (solvers[id].Refuses(problem.Constraints) is not null)
                continue;
            var solution = new QpSolution(problem);
            solvers[id].Solve(problem, null, solution);
            tally.Add(solution, compare ? solvers[id == Solvers.Judge ? Solvers.JudgeOfTheJudge : Solvers.Judge].Solve(problem) : null, $"--solver {id} --family {family} --seed {seed}");
        }
    }
}
