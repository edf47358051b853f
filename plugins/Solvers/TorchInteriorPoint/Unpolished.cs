using System.Globalization;
using DiffOG.Solvers.Kernels;
using DiffOG.Solvers.TorchInteriorPoint.Method;

namespace DiffOG.Solvers.TorchInteriorPoint;

/// <summary>Answers as the device left them. What it could not solve is asked of the exact solver, which knows why: invalid, not convex, infeasible.</summary>
internal sealed class Unpolished(TorchInteriorPointOptions settings, IQpSolver exact)
{
    internal IReadOnlyList<QpSolution> Answer(IReadOnlyList<QpProblem> problems, IReadOnlyList<Outcome?> outcomes)
    {
        var solutions = new QpSolution[problems.Count];
        for (int i = 0; i < solutions.Length; i++)
        {
            solutions[i] = outcomes[i] is { Convex: true } outcome ? Measured(problems[i], outcome) : exact.Solve(problems[i]);
            if (solutions[i].Status == QpStatus.IterationLimit && exact.Solve(problems[i]) is { Status: QpStatus.Infeasible } infeasible)
                solutions[i] = infeasible;
            solutions[i].Iterations = outcomes[i]?.Iterations ?? 0;
        }
        return solutions;
    }

    private QpSolution Measured(QpProblem problem, Outcome outcome)
    {
        OptimalityResiduals info = OptimalityResiduals.Of(problem, outcome.X, outcome.Multipliers);
        QpStatus status = info.Relative <= settings.Tolerance ? QpStatus.Solved
            : info.Relative <= settings.ReducedTolerance ? QpStatus.SolvedInaccurately
            : QpStatus.IterationLimit;
        return new QpSolution(problem, status, outcome.X, outcome.Multipliers)
        {
            PrimalResidual = info.Primal,
            DualResidual = info.Dual,
            ComplementarityGap = info.Gap,
            Detail = status == QpStatus.Solved ? null : string.Create(CultureInfo.InvariantCulture, $"After {outcome.Iterations} iterations the largest relative residual is {info.Relative:G3}."),
        };
    }
}
