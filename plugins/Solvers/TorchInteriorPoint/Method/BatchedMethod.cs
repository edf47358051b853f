using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>
/// Mehrotra's predictor–corrector method (SIAM J. Optim. 2, 1992; Nocedal and Wright, algorithm 16.4) on a whole batch at
/// once, as OptNet does it (Amos and Kolter 2017, section 3.1), but with a step length, a centre and an end for every
/// problem of its own. Every number moves to the device once and back once.
/// </summary>
internal sealed class BatchedMethod(TorchInteriorPointOptions settings, Device device)
{
    /// <summary>Iterates on problems of one padded size.</summary>
    /// <returns>[B].</returns>
    internal Outcome[] Solve(IReadOnlyList<QpProblem> problems)
    {
        using DisposeScope scope = NewDisposeScope();
        using var plain = no_grad();
        var batch = new ProblemBatch(problems, device);
        (Tensor factors, Tensor failures) = linalg.cholesky_ex(batch.Q);
        Tensor convex = failures == 0;
        Iterate iterate = Iterate.Start(batch, Batched.Solve(factors, batch.P.neg()));
        var progress = new Progress(iterate, convex, settings.Tolerance);
        for (int iteration = 0; Step(batch, iterate, progress, iteration < settings.MaxIterations); iteration++)
        {
        }
        return Outcomes(batch, progress, convex);
    }

    /// <summary>One predictor–corrector step of all that still run. False: none does, or no step is left.</summary>
    private static bool Step(ProblemBatch batch, Iterate iterate, Progress progress, bool left)
    {
        using DisposeScope scope = NewDisposeScope();
        Residuals residuals = Residuals.Of(batch, iterate);
        if (!progress.Goes(iterate, residuals.Largest) || !left)
            return false;
        var system = new NewtonSystem(batch, iterate, residuals);
        Iterate affine = system.Affine();
        Iterate direction = system.Corrected(affine, Centre(batch, iterate, affine, residuals.Complementarity));
        Tensor longest = iterate.LongestStep(direction, batch.Absent);
        iterate.Advance(direction, longest, progress.Taking(system.Sound, longest, direction));
        return true;
    }

    /// <summary>Mehrotra's σ μ: the cube of what the affine direction would leave.</summary>
    private static Tensor Centre(ProblemBatch batch, Iterate iterate, Iterate affine, Tensor mean)
    {
        Tensor left = iterate.ComplementarityAfter(batch, affine, iterate.LongestStep(affine, batch.Absent)) / mean;
        return (left * left * left * mean).masked_fill(mean <= 0, 0);
    }

    /// <summary>Brings everything back in one piece: a row a problem with x, y, the active faces, and how it ended.</summary>
    private static Outcome[] Outcomes(ProblemBatch batch, Progress progress, Tensor convex)
    {
        Iterate iterate = progress.Best;
        Tensor present = iterate.Z.masked_fill(batch.Absent, -1), upper = present.select(1, 0), lower = present.select(1, 1);
        Tensor holds = present > iterate.S;
        Tensor isUpper = holds.select(1, 0).logical_and(upper >= lower), isLower = holds.select(1, 1).logical_and(isUpper.logical_not());
        Tensor sides = isUpper.to(ScalarType.Float64) - isLower.to(ScalarType.Float64);
        Tensor ends = stack([progress.Steps, convex.to(ScalarType.Float64)], 1);
        Tensor host = cat([iterate.X, batch.OfRows(iterate.Z) + iterate.V, sides, ends], 1).cpu().contiguous();
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(host.bytes);
        int width = values.Length / batch.Problems.Count;
        var outcomes = new Outcome[batch.Problems.Count];
        for (int i = 0; i < outcomes.Length; i++)
            outcomes[i] = Read(batch, i, values.Slice(i * width, width));
        return outcomes;
    }

    private static Outcome Read(ProblemBatch batch, int problem, ReadOnlySpan<double> row)
    {
        ReadOnlySpan<double> scales = batch.RowScales(problem), y = row[batch.Variables..];
        double[] multipliers = new double[scales.Length];
        for (int r = 0; r < scales.Length; r++)
            multipliers[r] = y[r] * scales[r] / batch.CostScale(problem);
        return new Outcome(
            row[..batch.Problems[problem].Variables].ToArray(), multipliers, y.Slice(batch.Rows, scales.Length).ToArray(),
            (int)row[^2], row[^1] != 0);
    }
}
