using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// The alternating direction method of multipliers for one problem at a time, as OSQP splits it (Stellato, Banjac,
/// Goulart, Bemporad and Boyd, Math. Prog. Comp. 12, 2020), with an exact finish. An instance is the workspace of one
/// thread. Of a problem it keeps only what follows from Q and G bit for bit, and uses that only where they come again.
/// </summary>
internal sealed unsafe class AdmmMethod(AdmmOptions settings)
{
    private const int LookEvery = 5, CheckEvery = 10, FinishStepsPerRow = 4;

    /// <summary>Elements of a step of y below this share of the largest are on their way to zero.</summary>
    private const double VanishingStep = 1e-3;

    private readonly ScaledProblem problem = new(settings.ScalingSweeps);
    private readonly ExactFinish finish = new();
    private readonly Penalty penalty = new();
    private readonly SplittingSystem system = new();
    private readonly Iterate iterate = new();
    private readonly Settling settling = new();
    private readonly Residuals residuals = new();
    private readonly InfeasibilityCertificate infeasibility = new();
    private readonly UnboundedDirection unboundedness = new();
    private readonly Adjoint adjoint = new();
    private bool convex;

    private DenseQp Qp => problem.Qp;

    internal QpGradient Pull(QpSolution solution, ReadOnlySpan<double> gradient)
    {
        QpProblem original = solution.Problem;
        var result = new QpGradient(solution, new double[original.Variables], new double[original.Constraints.Rows], new double[original.Constraints.Rows]);
        if (solution.HasPoint && Load(original) is null && convex)
            adjoint.Pull(problem, finish, gradient, result);
        return result;
    }

    internal void Solve(QpProblem original, QpSolution? warmStart, QpSolution result)
    {
        string? fault = Load(original);
        bool warm = fault is null && warmStart is { HasPoint: true } && warmStart.X.Length == Qp.Variables && warmStart.Multipliers.Length == Qp.Rows;
        if (fault is null && convex)
            iterate.Start(problem, warm ? warmStart : null);
        result.Reset(original);
        if (fault is not null)
            Answer.Nothing(result, QpStatus.InvalidInput, fault);
        else if (!convex)
            Answer.Nothing(result, QpStatus.NotConvex, "Q has a direction along which the cost curves down.");
        else if (FinishedWithoutRows(result) || (warm && Finished(result)))
            return;
        else
            Iterate(result);
    }

    private string? Load(QpProblem original)
    {
        if (problem.Load(original) is { } fault)
            return fault;
        if (!problem.SameMatrices)
        {
            convex = finish.System.Begin(Qp);
            system.Forget();
        }
        if (convex)
            finish.SetLinear(Qp);
        return null;
    }

    private void Iterate(QpSolution result)
    {
        if (penalty.Classify(Qp))
            system.Forget();
        penalty.Set(settings.Penalty);
        settling.Start(Qp);
        bool sound = system.Choose(Qp, penalty);
        while (sound && result.Iterations < settings.MaxIterations)
        {
            iterate.Step(Qp, penalty, system, settings.Relaxation);
            result.Iterations++;
            if (result.Iterations % LookEvery == 0 && settling.Look(Qp, iterate.Y, result.Iterations) && (Finished(result) || Contradicted(result)))
                return;
            if (result.Iterations % CheckEvery != 0)
                continue;
            if (Converged(result) || Hopeless(result))
                return;
            sound = Adapted(result.Iterations);
        }
        if (!Finished(result))
            Answer.Point(result, problem, iterate.X, iterate.Y, Measured(iterate.X, iterate.Y, exact: false), settings);
    }

    /// <summary>The minimum without inequalities, where it violates none.</summary>
    private bool FinishedWithoutRows(QpSolution result) =>
        settings.Polish && finish.System.Cost.IsDefinite && finish.RunWithoutInequalities(Qp) && Accepted(result, finish.X, finish.Multipliers, exact: true);

    /// <summary>The exact solution, from the rows that have a multiplier.</summary>
    private bool Finished(QpSolution result) =>
        settings.Polish && finish.Run(Qp, iterate.Y, FinishStepsPerRow * (Qp.Variables + Qp.Rows)) && Accepted(result, finish.X, finish.Multipliers, exact: true);

    /// <summary>Whether the finish ran into rows that exclude each other.</summary>
    private bool Contradicted(QpSolution result) => finish.Contradiction != null && Infeasible(result, finish.Contradiction, vanishing: 0);

    /// <summary>Whether the steps have converged; then the exact solution is tried for once more.</summary>
    private bool Converged(QpSolution result)
    {
        residuals.MeasureSplit(Qp, iterate, settings.AbsoluteTolerance);
        return residuals.Split <= settings.RelativeTolerance && Measured(iterate.X, iterate.Y, exact: false).Relative <= settings.RelativeTolerance
            && (Finished(result) || Accepted(result, iterate.X, iterate.Y, exact: false));
    }

    private bool Accepted(QpSolution result, double* x, double* y, bool exact)
    {
        if (!(Measured(x, y, exact).Relative <= settings.RelativeTolerance))
            return false;
        Answer.Point(result, problem, x, y, residuals, settings);
        return true;
    }

    private Residuals Measured(double* x, double* y, bool exact)
    {
        residuals.Measure(problem, x, y, settings.AbsoluteTolerance, exact);
        return residuals;
    }

    /// <summary>Whether the last step proves that there is no solution.</summary>
    private bool Hopeless(QpSolution result)
    {
        if (Infeasible(result, iterate.StepY, VanishingStep))
            return true;
        if (finish.System.Cost.IsDefinite || !unboundedness.Shows(Qp, iterate))
            return false;
        Answer.Nothing(result, QpStatus.Unbounded, "The cost falls without end along a direction that no row bounds.");
        return true;
    }

    private bool Infeasible(QpSolution result, double* direction, double vanishing)
    {
        if (!infeasibility.Proves(Qp, iterate, direction, vanishing))
            return false;
        Answer.Infeasible(result, problem, infeasibility.Multipliers);
        return true;
    }

    /// <summary>Lets the penalty follow the residuals. False: the numbers have broken down.</summary>
    private bool Adapted(int iteration)
    {
        if (double.IsNaN(residuals.SplitPrimal + residuals.SplitDual))
            return false;
        return !settings.AdaptivePenalty || !penalty.Adapt(iteration, residuals.SplitPrimal, residuals.SplitDual) || system.Choose(Qp, penalty);
    }
}
