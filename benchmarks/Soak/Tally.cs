using DiffOG.Solvers;
using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Soak;

/// <summary>What became of the problems of one family with one solver.</summary>
internal sealed class Tally
{
    /// <summary>What ends on an exact active set misses no condition of optimality by more than this share of the numbers it is made of.</summary>
    private const double Exact = 1e-9;

    /// <summary>What misses one by more is no solution, whatever tolerance a solver works with.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Two solutions may differ by this share of the largest coordinate; a badly conditioned cost lets errors of 1e-12 grow to some 1e-8.</summary>
    private const double Agreement = 1e-5;

    private readonly Dictionary<QpStatus, int> statuses = [];
    private readonly Dictionary<int, int> iterations = [];
    private double stationarity, violation, complementarity, difference;

    /// <summary>Problems solved.</summary>
    internal int Problems => statuses.Values.Sum();

    /// <summary>Problems that another solver solved too.</summary>
    internal int Compared { get; private set; }

    /// <summary>Solutions that are none, and feasible convex problems of which something else is claimed.</summary>
    internal int Wrong { get; private set; }

    /// <summary>Problems of which the solver says itself that it did not solve them exactly.</summary>
    internal int Unresolved { get; private set; }

    /// <summary>Solutions within a tolerance, but not exact.</summary>
    internal int Inexact { get; private set; }

    /// <summary>Everything that is not an exact solution, in words.</summary>
    internal List<string> Failures { get; } = [];

    /// <summary>Counts a solution.</summary>
    /// <param name="solution">Of a feasible, convex problem.</param>
    /// <param name="other">Another solver's; null where none was asked.</param>
    /// <param name="name">Names the problem so that it can be made again.</param>
    internal void Add(QpSolution solution, QpSolution? other, string name)
    {
        statuses[solution.Status] = statuses.GetValueOrDefault(solution.Status) + 1;
        iterations[solution.Iterations] = iterations.GetValueOrDefault(solution.Iterations) + 1;
        if (solution.Status is QpStatus.IterationLimit or QpStatus.SolvedInaccurately)
        {
            Unresolved++;
            Fail($"{name}: {solution.Status}, {solution.Detail}");
        }
        else if (solution.Status != QpStatus.Solved)
            Blame($"{name}: {solution.Status} of a problem that has a solution, {solution.Detail}");
        else
            Judge(solution, other, name);
    }

    /// <summary>Adds what another thread counted.</summary>
    internal void Add(Tally other)
    {
        foreach ((QpStatus status, int count) in other.statuses)
            statuses[status] = statuses.GetValueOrDefault(status) + count;
        foreach ((int steps, int count) in other.iterations)
            iterations[steps] = iterations.GetValueOrDefault(steps) + count;
        (stationarity, violation) = (Math.Max(stationarity, other.stationarity), Math.Max(violation, other.violation));
        (complementarity, difference) = (Math.Max(complementarity, other.complementarity), Math.Max(difference, other.difference));
        (Compared, Wrong, Unresolved, Inexact) = (Compared + other.Compared, Wrong + other.Wrong, Unresolved + other.Unresolved, Inexact + other.Inexact);
        Failures.AddRange(other.Failures);
    }

    internal const string Header = "                          problems   wrong  unresolved  inexact  stationarity  violation  complement.  compared  difference  iterations 50 %  99 %   most";

    /// <summary>One line of the table.</summary>
    internal string Line(string name) => FormattableString.Invariant(
        $"{name,-24}{Problems,10}{Wrong,8}{Unresolved,12}{Inexact,9}{stationarity,14:E1}{violation,11:E1}{complementarity,13:E1}{Compared,10}{difference,12:E1}{Quantile(0.5),17}{Quantile(0.99),6}{Quantile(1),7}");

    /// <summary>Problems per status.</summary>
    internal string Statuses => string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}"));

    private void Judge(QpSolution solution, QpSolution? other, string name)
    {
        OptimalityErrors errors = OptimalityErrors.Of(solution);
        (stationarity, violation) = (Math.Max(stationarity, errors.Stationarity.Relative), Math.Max(violation, errors.Violation.Relative));
        complementarity = Math.Max(complementarity, errors.Complementarity.Relative);
        if (errors.Largest > Exact)
        {
            Fail(FormattableString.Invariant($"{name}: called solved, but misses stationarity by {errors.Stationarity.Relative:G3}, bounds by {errors.Violation.Relative:G3}, complementarity by {errors.Complementarity.Relative:G3}"));
            if (errors.Largest > Tolerance)
                Wrong++;
            else
                Inexact++;
        }
        if (other is not { Status: QpStatus.Solved })
            return;
        Compared++;
        double apart = solution.X.Zip(other.X, (a, b) => Math.Abs(a - b)).Max() / Math.Max(1e-3, other.X.Max(Math.Abs));
        difference = Math.Max(difference, apart);
        if (!(apart <= Agreement))
            Blame(FormattableString.Invariant($"{name}: differs from another solver's solution by {apart:G3}"));
    }

    private void Blame(string failure)
    {
        Wrong++;
        Fail(failure);
    }

    private void Fail(string failure) => Failures.Add(failure);

    private int Quantile(double share)
    {
        int below = 0;
        foreach ((int steps, int count) in iterations.OrderBy(i => i.Key))
        {
            below += count;
            if (below >= share * Problems)
                return steps;
        }
        return 0;
    }
}
