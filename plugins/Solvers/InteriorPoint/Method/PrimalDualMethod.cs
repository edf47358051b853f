using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Mehrotra's predictor–corrector method (SIAM J. Optim. 2, 1992; Nocedal and Wright, algorithm 16.4) with a centrality
/// correction (Gondzio, Comput. Optim. Appl. 6, 1996), for one problem at a time. As soon as the steps agree on which
/// rows bind, the exact finish is tried. An instance is the workspace of one thread; nothing of a problem survives in it.
/// </summary>
internal sealed unsafe class PrimalDualMethod(InteriorPointOptions settings)
{
    /// <summary>The finish is tried when at most one in so many variables' worth of rows changed sides in the last step.</summary>
    private const int VariablesPerChange = 16;

    /// <summary>Shorter steps lead nowhere, nor do steps that leave more than a share of what there was, nor a μ that is that small a share of the first.</summary>
    private const double ShortestStep = 1e-10, Progress = 0.99, Vanished = 1e-18;
    private const int FirstFinish = 2, PolishRounds = 5, LastPolishRounds = 20, CertificateEvery = 12;

    private readonly Problem problem = new();
    private readonly NewtonMatrix matrix = new();
    private readonly StartingPoint start = new();
    private readonly Iterate iterate = new();
    private readonly ActiveSet guess = new();
    private readonly Polish polish = new();
    private readonly Certificate certificate = new();
    private readonly Answer answer = new(settings);
    private Recession? recession;

    private int MostChanges => Math.Max(3, problem.Variables / VariablesPerChange);

    /// <summary>Solves one problem.</summary>
    /// <param name="original">The problem.</param>
    /// <param name="warmStart">The solution of a similar problem, or null; may be <paramref name="result"/>.</param>
    /// <param name="result">Receives everything, at the end.</param>
    internal void Solve(QpProblem original, QpSolution? warmStart, QpSolution result)
    {
        if (ProblemCheck.Fault(original) is { } fault)
        {
            Answer.WithoutPoint(result, original, QpStatus.InvalidInput, fault);
            return;
        }
        problem.Load(original);
        if (!matrix.FactorCost(problem))
        {
            Answer.WithoutPoint(result, original, QpStatus.NotConvex, "Q has a direction of negative curvature.");
            return;
        }
        start.Minimise(problem, matrix);
        if (!FinishedWithoutBounds(result) && !FinishedFrom(warmStart, result))
            Iterate(result);
    }

    private void Iterate(QpSolution result)
    {
        start.Centre(matrix);
        iterate.Start(problem, start);
        guess.Clear(problem);
        double tolerance = settings.Tolerance;
        (double Residual, double Complementarity) before = (double.PositiveInfinity, double.PositiveInfinity);
        int iteration = 0, changes = int.MaxValue;
        for (; iteration < settings.MaxIterations; iteration++)
        {
            iterate.Evaluate();
            bool settled = iteration >= FirstFinish && changes <= MostChanges, converged = iterate.Residual <= tolerance;
            if (settled && FinishedEarly(iteration, result))
                return;
            if (converged && FinishedLate(iteration, result))
                return;
            bool stuck = iterate.Residual <= settings.Tolerance && (IsStuck(before) || iterate.Complementarity < Vanished * start.Complementarity);
            if (stuck || (iteration % CertificateEvery == CertificateEvery - 1 && certificate.Proves(problem)))
                break;
            before = (iterate.Residual, iterate.Complementarity);
            if (converged)
                tolerance *= 0.01; // The active set is not clear yet; nearer to the solution it is.
            if (!double.IsFinite(iterate.Residual) || !matrix.Factor(problem, iterate.Weights()))
                break;
            iterate.Predict(matrix);
            iterate.Correct(matrix);
            iterate.Centralise(matrix);
            changes = guess.Guess(problem, iterate.Upper, iterate.Lower);
            if (!(iterate.LongestStep > ShortestStep))
                break;
            iterate.Advance();
        }
        End(result, iteration);
    }

    /// <summary>The minimum without inequalities, which is the solution when it violates none.</summary>
    private bool FinishedWithoutBounds(QpSolution result)
    {
        if (!matrix.IsDefinite || !start.IsFeasible)
            return false;
        polish.Active.Clear(problem);
        return polish.Run(problem, matrix, start.X, null, 1, 1) && IsExact(result, 0);
    }

    /// <summary>The active set of a similar problem, put right in a few rounds.</summary>
    private bool FinishedFrom(QpSolution? warmStart, QpSolution result)
    {
        if (warmStart is not { HasPoint: true } || warmStart.Multipliers.Length != problem.Rows.Rows)
            return false;
        polish.Active.Take(problem, warmStart.Multipliers, null);
        return polish.Run(problem, matrix, start.X, null, PolishRounds, problem.Variables / 4) && IsExact(result, 0);
    }

    /// <summary>The active set that the steps point to.</summary>
    private bool FinishedEarly(int iterations, QpSolution result)
    {
        polish.Active.Take(guess);
        return polish.Run(problem, matrix, iterate.X, iterate.Multipliers(), PolishRounds, 2 * MostChanges) && IsExact(result, iterations);
    }

    /// <summary>
    /// The active set that the point shows. There is nothing better to do than to try hard, and from two sides: where rows
    /// depend on each other the method's multipliers have the right signs, those from zero are the smallest.
    /// </summary>
    private bool FinishedLate(int iterations, QpSolution result)
    {
        for (int side = 0; side < 2; side++)
        {
            polish.Active.Read(problem, iterate.Upper, iterate.Lower, start.Complementarity / (start.HalfWidth * start.HalfWidth));
            if (polish.Run(problem, matrix, iterate.X, side == 0 ? iterate.Multipliers() : null, LastPolishRounds, 0) && IsExact(result, iterations))
                return true;
        }
        return false;
    }

    private bool IsStuck((double Residual, double Complementarity) before) =>
        iterate.Residual > Progress * before.Residual && iterate.Complementarity > Progress * before.Complementarity;

    private bool IsExact(QpSolution result, int iterations) => answer.IsSolution(result, problem, polish.X, polish.Y, iterations);

    /// <summary>Why no exact solution was found: there is none, or the steps led no further.</summary>
    private void End(QpSolution result, int iterations)
    {
        if (certificate.Proves(problem))
            Answer.Infeasible(result, problem, certificate.Multipliers, iterations);
        else if (FinishedLate(iterations, result))
            return;
        else if (!matrix.IsDefinite && (recession ??= new Recession(settings)).Proves(problem.Original))
            Answer.WithoutPoint(result, problem.Original, QpStatus.Unbounded, "The cost falls without end in a direction that no row bounds.");
        else
            answer.BestPoint(result, problem, iterate.X, iterate.Multipliers(), iterations);
    }
}
