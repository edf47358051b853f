using System.Globalization;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Mehrotra's predictor–corrector method (SIAM J. Optim. 2, 1992; Nocedal and Wright, algorithm 16.4) for one problem at
/// a time, with an exact finish. An instance is the workspace of one thread; nothing of a problem survives in it.
/// </summary>
internal sealed unsafe class PrimalDualMethod(InteriorPointOptions settings)
{
    private const int PolishRounds = 8, WarmRounds = 4, CertificateEvery = 12;

    private readonly Problem problem = new();
    private readonly Iterate iterate = new();
    private readonly Residuals residuals = new();
    private readonly Kkt kkt = new();
    private readonly Polish polish = new();
    private readonly Certificate certificate = new();

    internal QpSolution Solve(QpProblem original, QpSolution? warmStart)
    {
        if (ProblemCheck.Fault(original) is { } fault)
            return WithoutPoint(original, QpStatus.InvalidInput, fault);
        problem.Load(original);
        if (!kkt.FactorCost(problem))
            return WithoutPoint(original, QpStatus.NotConvex, "Q has a pivot that is not positive.");
        return FinishedWithoutInequalities() || FinishedFrom(warmStart) ? Exact(0) : Iterate();
    }

    /// <summary>The minimum without inequalities, which is the solution when it violates none.</summary>
    private bool FinishedWithoutInequalities()
    {
        polish.Active.Clear(problem);
        bool finished = polish.Run(problem, kkt, 1);
        iterate.Start(problem, polish.X, polish.LargestViolation);
        return finished;
    }

    /// <summary>The active set of a similar problem, put right in a few rounds.</summary>
    private bool FinishedFrom(QpSolution? warmStart)
    {
        if (warmStart is not { HasPoint: true } || warmStart.Multipliers.Length != problem.Rows)
            return false;
        polish.Active.Take(problem, warmStart.Multipliers, null);
        return polish.Run(problem, kkt, WarmRounds);
    }

    private QpSolution Iterate()
    {
        double tolerance = settings.Tolerance;
        int iteration = 0;
        for (; iteration < settings.MaxIterations; iteration++)
        {
            residuals.Evaluate(problem, iterate);
            if (residuals.Largest <= tolerance)
            {
                if (FinishedFromIterate())
                    return Exact(iteration);
                // The active set is not clear yet; nearer to the solution it is.
                tolerance *= 0.01;
            }
            if (iteration % CertificateEvery == CertificateEvery - 1 && certificate.Proves(problem))
                return Infeasible(iteration);
            if (!kkt.Factor(problem, iterate))
                break;
            kkt.Direction(problem, iterate, residuals, centre: 0, corrected: false);
            kkt.Direction(problem, iterate, residuals, Centre(), corrected: true);
            double step = iterate.Advance(problem);
            if (!(step > 1e-10))
                break;
        }
        return FinishedFromIterate() ? Exact(iteration) : Unpolished(iteration);
    }

    /// <summary>Mehrotra's σ μ: the cube of what the affine direction would leave.</summary>
    private double Centre()
    {
        double mean = residuals.Complementarity;
        double left = iterate.Complementarity(problem.Faces, iterate.LongestStep(problem.Faces)) / mean;
        return mean > 0 ? left * left * left * mean : 0;
    }

    private bool FinishedFromIterate()
    {
        polish.Active.Guess(problem, iterate);
        return polish.Run(problem, kkt, PolishRounds);
    }

    private QpSolution Exact(int iterations) => Solution(polish.X, polish.Multipliers, iterations);

    private QpSolution Unpolished(int iterations)
    {
        if (certificate.Proves(problem))
            return Infeasible(iterations);
        double[] y = new double[problem.Rows];
        for (int f = 0; f < problem.Faces; f++)
            y[problem.RowOfFace(f)] += problem.SignOfFace(f) * iterate.Z[f];
        for (int e = 0; e < problem.Equalities; e++)
            y[problem.RowOfEquality(e)] = iterate.V[e];
        return Solution(iterate.X, y, iterations);
    }

    private QpSolution Solution(double* x, double[] y, int iterations)
    {
        double[] point = new ReadOnlySpan<double>(x, problem.Variables).ToArray(), multipliers = Unscaled(y, problem.CostScale);
        OptimalityResiduals info = OptimalityResiduals.Of(problem.Original, point, multipliers);
        QpStatus status = info.Relative <= settings.Tolerance ? QpStatus.Solved
            : info.Relative <= settings.ReducedTolerance ? QpStatus.SolvedInaccurately
            : QpStatus.IterationLimit;
        return new QpSolution(problem.Original, status, point, multipliers)
        {
            PrimalResidual = info.Primal,
            DualResidual = info.Dual,
            ComplementarityGap = info.Gap,
            Iterations = iterations,
            Detail = status == QpStatus.Solved ? null : string.Create(CultureInfo.InvariantCulture, $"After {iterations} iterations the largest relative residual is {info.Relative:G3}."),
        };
    }

    private QpSolution Infeasible(int iterations) => new(problem.Original, QpStatus.Infeasible, NotANumber(problem.Variables), Unscaled(certificate.Multipliers, 1))
    {
        PrimalResidual = double.PositiveInfinity,
        DualResidual = double.NaN,
        ComplementarityGap = double.NaN,
        Iterations = iterations,
        Detail = "No point satisfies all rows; the multipliers prove it.",
    };

    private double[] Unscaled(double[] y, double costScale)
    {
        double[] multipliers = new double[problem.Rows];
        for (int r = 0; r < multipliers.Length; r++)
            multipliers[r] = y[r] * problem.ScaleOfRow(r) / costScale;
        return multipliers;
    }

    private static QpSolution WithoutPoint(QpProblem problem, QpStatus status, string detail) =>
        new(problem, status, NotANumber(problem.Variables), NotANumber(problem.Constraints.Rows))
        {
            PrimalResidual = double.NaN,
            DualResidual = double.NaN,
            ComplementarityGap = double.NaN,
            Detail = detail,
        };

    private static double[] NotANumber(int count) => [.. Enumerable.Repeat(double.NaN, count)];
}
