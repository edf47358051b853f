using System.Globalization;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// Solves one problem at a time: rows to a box, a guess of the active set by sweeps (or from a similar problem), block
/// pivoting to the exact one. Where pivoting stalls, a few interior steps make a better guess; where even that fails,
/// descent ends for certain. An instance is the workspace of one thread; nothing of a problem survives in it.
/// </summary>
internal sealed class ActiveSetMethod
{
    private const int Patience = 2, MorePatience = 3;
    private const double GuessTolerance = 1e-6, CloseTolerance = 1e-10;
    private const double SolvedTolerance = 1e-9, InaccurateTolerance = 1e-5;

    private readonly ActiveSetOptions options;
    private readonly BoxForm form = new();
    private readonly BoxProblem box = new();
    private readonly Iterate iterate = new();
    private readonly Face face = new();
    private readonly BlockPivoting pivoting;
    private readonly InteriorGuess interior = new();
    private readonly Descent descent;
    private readonly Finish finish;

    internal ActiveSetMethod(ActiveSetOptions options)
    {
        this.options = options;
        (pivoting, descent, finish) = (new BlockPivoting(face), new Descent(face), new Finish(face));
    }

    /// <summary>Solves.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="warmStart">A similar problem's solution; may be the result.</param>
    /// <param name="result">Receives everything.</param>
    /// <param name="slab">Where the factor is kept for gradients; null: nowhere.</param>
    /// <param name="place">Which slot of the slab.</param>
    internal void Solve(QpProblem problem, QpSolution? warmStart, QpSolution result, FactorSlab? slab, int place)
    {
        // Whoever vouches for Q spares the look at its elements; one that is not finite shows in the residuals.
        if ((ProblemCheck.FaultBesideQ(problem) ?? (problem.Definite ? null : ProblemCheck.FaultOfQ(problem))) is { } fault)
            WithoutPoint(problem, result, QpStatus.InvalidInput, fault);
        else if (form.Load(problem.Constraints) is { } refusal)
            WithoutPoint(problem, result, QpStatus.InvalidInput, refusal);
        else if (Crossed() is >= 0 and int variable)
            Infeasible(problem, result, variable);
        else if (!box.Form(problem, form) || !(problem.Definite || IsDefinite()))
            NotConvex(problem, result);
        else
        {
            SolveBox(problem, warmStart, result);
            if (slab is not null && result.HasPoint && finish.HoldsItsMultipliers)
                result.Factor = face.Keep(slab, place);
        }
    }

    /// <summary>What makes rows no box; null: nothing.</summary>
    internal string? Refuses(Constraints.LinearConstraints constraints) => form.Load(constraints);

    private void SolveBox(QpProblem problem, QpSolution? warmStart, QpSolution result)
    {
        var budget = new Budget(options.MaxIterations);
        bool cold = Guess(warmStart);
        // A warm start's point may be anything; what is computed from bounds and forces alone keeps nothing of it.
        Outcome outcome = pivoting.Run(box, iterate, Patience, atPoint: cold, ref budget);
        if (outcome == Outcome.Stalled && interior.Run(box, iterate, GuessTolerance, ref budget))
            outcome = pivoting.Run(box, iterate, MorePatience, atPoint: false, ref budget);
        if (outcome == Outcome.Stalled && interior.Run(box, iterate, CloseTolerance, ref budget))
            outcome = pivoting.Run(box, iterate, MorePatience, atPoint: false, ref budget);
        if (outcome == Outcome.Stalled)
            outcome = descent.Run(box, iterate, ref budget);
        if (outcome == Outcome.NotConvex)
            NotConvex(problem, result);
        else
            Conclude(problem, result, budget.Taken);
    }

    /// <summary>The active set to begin with. A warm start changes where the method begins, never where it ends. Returns whether there was none.</summary>
    private bool Guess(QpSolution? warmStart)
    {
        iterate.Start(box);
        bool warm = warmStart is { HasPoint: true } && warmStart.X.Length == form.Variables;
        if (warm)
            iterate.TakePoint(box, form, warmStart!.X);
        Sweeps.Run(box, iterate, options.Sweeps);
        return !warm;
    }

    private void Conclude(QpProblem problem, QpSolution result, int iterations)
    {
        result.Reset(problem);
        double residual = finish.Write(box, form, iterate, result);
        result.Iterations = iterations;
        result.Status = residual <= SolvedTolerance ? QpStatus.Solved : residual <= InaccurateTolerance ? QpStatus.SolvedInaccurately : QpStatus.IterationLimit;
        if (result.Status == QpStatus.IterationLimit && ProblemCheck.FaultOfQ(problem) is { } fault)
            WithoutPoint(problem, result, QpStatus.InvalidInput, fault);
        else if (result.Status != QpStatus.Solved)
            result.Detail = string.Create(CultureInfo.InvariantCulture, $"After {iterations} factorisations the largest relative residual is {residual:G3}.");
    }

    /// <summary>The first variable whose bounds, from different rows, exclude each other; −1: none.</summary>
    private int Crossed()
    {
        for (int i = 0; i < form.Variables; i++)
        {
            if (form.Lower[i] > form.Upper[i])
                return i;
        }
        return -1;
    }

    /// <summary>A factorisation of all of H, for problems that nobody vouches for.</summary>
    private bool IsDefinite()
    {
        iterate.Start(box);
        Array.Clear(iterate.Side, 0, box.Variables);
        return face.Factor(box, iterate.Side);
    }

    /// <summary>Two rows with the same coefficients, up to a factor, and bounds without a common value: their difference is the certificate.</summary>
    private void Infeasible(QpProblem problem, QpSolution result, int variable)
    {
        (int lower, int upper) = (form.LowerRow[variable], form.UpperRow[variable]);
        WithoutPoint(problem, result, QpStatus.Infeasible, string.Create(CultureInfo.InvariantCulture, $"Rows {lower} and {upper} exclude each other: one asks for at least {form.Lower[variable]} where the other allows at most {form.Upper[variable]}."));
        Array.Clear(result.Multipliers);
        (result.Multipliers[upper], result.Multipliers[lower]) = (1 / form.Pivot[upper], -1 / form.Pivot[lower]);
        result.PrimalResidual = double.PositiveInfinity;
    }

    private static void NotConvex(QpProblem problem, QpSolution result)
    {
        if (ProblemCheck.FaultOfQ(problem) is { } fault)
            WithoutPoint(problem, result, QpStatus.InvalidInput, fault);
        else
            WithoutPoint(problem, result, QpStatus.NotConvex, "Q is not positive definite.");
    }

    private static void WithoutPoint(QpProblem problem, QpSolution result, QpStatus status, string detail)
    {
        result.Reset(problem);
        Array.Fill(result.X, double.NaN);
        Array.Fill(result.Multipliers, double.NaN);
        (result.Status, result.Detail) = (status, detail);
    }
}
