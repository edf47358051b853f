using System.Globalization;
using System.Text.Json;
using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>What a trial came to, as text for people.</summary>
internal static class QpTable
{
    private const string None = "–";

    /// <summary>The problem in one line.</summary>
    internal static string Problem(string file, QpCase qp)
    {
        LinearConstraints rows = qp.Problem.Constraints;
        string blocks = string.Join(", ", rows.Blocks.Select(Block));
        return Text($"{file}:{(qp.Name is null ? "" : $" {qp.Name},")} {qp.Problem.Variables} variables, {rows.Rows} rows{(blocks.Length > 0 ? $" ({blocks})" : "")}");
    }

    /// <summary>One trial, quantity by quantity.</summary>
    internal static IEnumerable<string> Lines(QpTrial trial, QpTrialSettings settings)
    {
        QpSolution solution = trial.Solution;
        yield return Line("solver", $"{trial.Solver.Plugin.Id} {trial.Solver.Plugin.Version.ToString(3)}");
        yield return Line("status", Word(solution.Status));
        if (solution.Method is not null)
            yield return Line("method", solution.Method);
        if (solution.Detail is not null)
            yield return Line("detail", solution.Detail);
        foreach (string line in trial.Check is { } check && (solution.HasPoint || solution.Status == QpStatus.IterationLimit) ? Residuals(trial, check) : [])
            yield return line;
        yield return Line("iterations", Text($"{solution.Iterations}"));
        yield return Line("time", Time(trial.Time));
        yield return Line("check", Verdict(trial, settings));
    }

    private static IEnumerable<string> Residuals(QpTrial trial, KktCheck check) =>
    [
        Line("objective", trial.Objective.ToString("G12", CultureInfo.InvariantCulture)),
        Line("", "by the solver  by the check"),
        Residual("primal", trial.Solution.PrimalResidual, check.Primal),
        Residual("dual", trial.Solution.DualResidual, check.Dual),
        Residual("complementarity", trial.Solution.ComplementarityGap, check.Complementarity),
        Residual("signs", null, check.Signs),
        Line("active rows", Text($"{check.ActiveRows}")),
    ];

    /// <summary>Several trials, one a line.</summary>
    internal static IEnumerable<string> Comparison(IReadOnlyList<QpTrial> trials, QpTrialSettings settings)
    {
        string[][] rows =
        [
            ["solver", "status", "check", "objective", "residual", "iterations", "time [ms]", $"x from {trials[0].Solver.Plugin.Id}"],
            .. trials.Select((t, i) => (string[])
            [
                t.Solver.Plugin.Id, Word(t.Solution.Status), t.Confirmed ? "confirmed" : t.Refuted ? "REFUTED" : None, double.IsFinite(t.Objective) ? t.Objective.ToString("G12", CultureInfo.InvariantCulture) : None,
                Short(t.Check?.Relative), Text($"{t.Solution.Iterations}"), Short(1000 * t.Time.Median), i == 0 ? None : Short(t.DifferenceFrom(trials[0])),
            ]),
        ];
        int[] widths = [.. rows[0].Select((_, c) => rows.Max(r => r[c].Length))];
        foreach (string[] row in rows)
            yield return string.Join("  ", row.Select((cell, c) => c <= 2 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd();
        foreach (QpTrial trial in trials.Where(t => t.Solution.Detail is not null || t.Solution.Method is not null))
            yield return $"{trial.Solver.Plugin.Id}: {string.Join(" ", new[] { trial.Solution.Method, trial.Solution.Detail }.OfType<string>())}";
        yield return Text($"Residuals are found by code that is not the solver, relative to the numbers they are differences of; {Short(settings.Tolerance)} is let pass.");
    }

    /// <summary>A status as one writes it in JSON.</summary>
    internal static string Word(QpStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>The kind of a block, as files name it.</summary>
    internal static string Kind(ConstraintBlock block) => block switch
    {
        DifferenceBlock => "difference",
        BoxBlock => "box",
        _ => "general",
    };

    private static string Block(ConstraintBlock block) => block is DifferenceBlock difference
        ? Text($"{block.Rows} differences of order {difference.Shape.Order}")
        : Text($"{block.Rows} {Kind(block)}");

    private static string Verdict(QpTrial trial, QpTrialSettings settings) => trial switch
    {
        { Confirmed: true } => $"confirmed: the largest relative residual is {Short(trial.Check?.Relative)}",
        { Refuted: true } => $"REFUTED: the solver calls it solved, but the largest relative residual is {Short(trial.Check?.Relative)}, more than {Short(settings.Tolerance)}",
        { Certificate: { } certificate } => $"{(certificate.Proves(settings.Tolerance) ? "the multipliers prove" : "the multipliers do NOT prove")} that no point is feasible: |Gᵀy| {Short(certificate.Combination)}, Σ y⁺·upper − Σ y⁻·lower {Short(certificate.Gap)}",
        { Solution.Status: QpStatus.NotConvex } when !settings.Proximal => "there is no solution to check; where Q is singular and not indefinite, --proximal solves it",
        _ => "there is no solution to check",
    };

    private static string Time(QpTiming time) => time.Repeats == 0
        ? $"{Short(1000 * time.First)} ms for the first solve, in which code is compiled; --repeat measures more"
        : Text($"{Short(1000 * time.Median)} ms, median of {time.Repeats}; least {Short(1000 * time.Least)} ms");

    private static string Residual(string name, double? solver, double? check) => Line(name, $"{Short(solver),-13}  {Short(check)}");

    private static string Line(string name, string value) => $"{name,-15}  {value}".TrimEnd();

    private static string Short(double? value) => value is null or double.NaN ? None : value.Value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
