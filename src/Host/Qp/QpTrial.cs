using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>How a problem is tried.</summary>
/// <param name="Repeats">How many solves are timed.</param>
/// <param name="Tolerance">The largest relative residual that the check lets pass.</param>
/// <param name="Cold">Whether a warm start that the file holds is left out.</param>
/// <param name="Proximal">Whether the solver is asked by <see cref="ProximalPoint"/>.</param>
internal sealed record QpTrialSettings(int Repeats, double Tolerance, bool Cold = false, bool Proximal = false);

/// <summary>Durations of one and the same solve [s].</summary>
/// <param name="First">The first one, in which code is compiled.</param>
/// <param name="Repeats">How many others were timed; none where only one solve was asked for.</param>
/// <param name="Median">Of the others; of the first where there are none.</param>
/// <param name="Least">The shortest of them.</param>
internal sealed record QpTiming(double First, int Repeats, double Median, double Least);

/// <summary>What a solver made of a problem, and what the check says to it.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Solution">Its result.</param>
/// <param name="Check">Of the point that it returned; null where it returned none of the right size.</param>
/// <param name="Time">How long it took.</param>
internal sealed record QpTrial(SolverUnderTest Solver, QpSolution Solution, KktCheck? Check, QpTiming Time)
{
    /// <summary>Whether its claim of infeasibility is proved; null where it makes none.</summary>
    internal InfeasibilityCheck? Certificate { get; private init; }

    /// <summary>The objective of the source at the point; NaN where there is none.</summary>
    internal double Objective { get; private init; } = double.NaN;

    /// <summary>Whether there is a point, and the check agrees.</summary>
    internal bool Confirmed { get; private init; }

    /// <summary>Whether the solver calls a point a solution that is none.</summary>
    internal bool Refuted => Solution.HasPoint && !Confirmed;

    /// <summary>Solves, checks, and solves again to measure the time.</summary>
    /// <param name="qp">The problem.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="settings">How.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">Ends the repeats.</param>
    internal static QpTrial Run(QpCase qp, SolverUnderTest solver, QpTrialSettings settings, TimeProvider time, CancellationToken token)
    {
        QpSolution? start = qp.Start is { } given && !settings.Cold ? new QpSolution(qp.Problem, QpStatus.Solved, given.X, given.Multipliers) : null;
        var solution = new QpSolution(qp.Problem);
        IQpSolver asked = settings.Proximal ? new ProximalPoint(solver.Solver) : solver.Solver;
        double first = Solve(asked, qp.Problem, start, solution, time);
        QpTiming timing = Repeat(first, settings.Repeats, () => Solve(asked, qp.Problem, start, new QpSolution(qp.Problem), time), token);
        bool sized = solution.X.Length == qp.Problem.Variables && solution.Multipliers.Length == qp.Problem.Constraints.Rows;
        KktCheck? check = sized ? KktCheck.Of(qp.Problem, solution.X, solution.Multipliers) : null;
        return new QpTrial(solver, solution, check, timing)
        {
            Certificate = sized && solution.Status == QpStatus.Infeasible ? InfeasibilityCheck.Of(qp.Problem.Constraints, solution.Multipliers) : null,
            Objective = sized ? qp.Objective(solution.X) : double.NaN,
            Confirmed = solution.HasPoint && check?.Relative <= settings.Tolerance,
        };
    }

    /// <summary>The largest difference of a variable from another trial's; NaN where one has no point.</summary>
    internal double DifferenceFrom(QpTrial other) => Solution.HasPoint && other.Solution.HasPoint
        ? KktCheck.Largest(Solution.X.Zip(other.Solution.X, (a, b) => a - b))
        : double.NaN;

    private static double Solve(IQpSolver solver, QpProblem problem, QpSolution? start, QpSolution result, TimeProvider time)
    {
        long began = time.GetTimestamp();
        solver.Solve(problem, start, result);
        return time.GetElapsedTime(began).TotalSeconds;
    }

    private static QpTiming Repeat(double first, int repeats, Func<double> solve, CancellationToken token)
    {
        if (repeats < 2)
            return new QpTiming(first, 0, first, first);
        double[] times = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            token.ThrowIfCancellationRequested();
            times[i] = solve();
        }
        Array.Sort(times);
        return new QpTiming(first, repeats, 0.5 * (times[(repeats - 1) / 2] + times[repeats / 2]), times[0]);
    }
}
