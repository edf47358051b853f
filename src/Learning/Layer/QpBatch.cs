using System.Runtime.InteropServices;
using DiffOG.Constraints;
using DiffOG.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Layer;

/// <summary>
/// The solved programs of one batch, and how gradients flow back through them. Holds managed arrays only, so that it may
/// live as long as the graph without keeping a tensor alive.
/// </summary>
internal sealed unsafe class QpBatch
{
    private readonly TrajectoryProgram program;
    private readonly IQpSolver solver;
    private readonly double[] chunks;
    private readonly double[] fallback;

    private QpBatch(TrajectoryProgram program, IQpSolver solver, double[] chunks, double[] fallback, IReadOnlyList<QpSolution> solutions)
    {
        (this.program, this.solver, this.chunks, this.fallback) = (program, solver, chunks, fallback);
        Solutions = solutions;
    }

    internal IReadOnlyList<QpSolution> Solutions { get; }

    private int Size => program.Variables;

    /// <summary>Assembles and solves.</summary>
    /// <param name="program">What is solved.</param>
    /// <param name="solver">By whom.</param>
    /// <param name="costs">[B, n, n] float64.</param>
    /// <param name="chunks">[B, T, D].</param>
    /// <param name="fallback">[B, T, D] what stands in for a problem without a solution.</param>
    /// <param name="constraints">[B].</param>
    internal static QpBatch Solve(TrajectoryProgram program, IQpSolver solver, Tensor costs, Tensor chunks, Tensor fallback, IReadOnlyList<LinearConstraints> constraints)
    {
        int n = program.Variables;
        double[] values = ToArray(chunks);
        var problems = new QpProblem[constraints.Count];
        using Tensor host = OnHost(costs);
        ReadOnlySpan<double> matrices = MemoryMarshal.Cast<byte, double>(host.bytes);
        fixed (double* start = matrices)
        {
            double* cost = start;
            Parallel.For(0, problems.Length, i => problems[i] = program.Assemble(new ReadOnlySpan<double>(cost + ((long)i * n * n), n * n), values.AsSpan(i * n, n), constraints[i]));
        }
        return new QpBatch(program, solver, values, ToArray(fallback), solver.Solve(problems));
    }

    /// <summary>The refined chunks; a problem without a solution contributes its fallback.</summary>
    /// <returns>[B, T, D] float64.</returns>
    internal Tensor Points()
    {
        Tensor points = empty([Solutions.Count, program.Steps, program.Dimensions], ScalarType.Float64);
        Span<double> values = MemoryMarshal.Cast<byte, double>(points.bytes);
        for (int i = 0; i < Solutions.Count; i++)
            (Solutions[i].HasPoint ? Solutions[i].X : fallback.AsSpan(i * Size, Size)).CopyTo(values[(i * Size)..]);
        return points;
    }

    /// <summary>Pulls dL/dx back; a problem without a solution has no gradient.</summary>
    /// <param name="gradients">[B, T, D] dL/dx.</param>
    /// <returns>[B, n, n] dL/dQ and [B, T, D] dL/da, float64.</returns>
    internal (Tensor Costs, Tensor Chunks) PullBack(Tensor gradients)
    {
        double[] incoming = ToArray(gradients);
        IReadOnlyList<QpGradient> pulled = solver.Differentiate(
            Solutions, [.. Solutions.Select((_, i) => (ReadOnlyMemory<double>)incoming.AsMemory(i * Size, Size))]);
        Tensor costs = zeros([Solutions.Count, Size, Size], ScalarType.Float64);
        Tensor toChunks = zeros([Solutions.Count, program.Steps, program.Dimensions], ScalarType.Float64);
        fixed (byte* costStart = costs.bytes, chunkStart = toChunks.bytes)
        {
            double* cost = (double*)costStart, chunk = (double*)chunkStart;
            Parallel.For(0, Solutions.Count, i => PullBack(i, pulled[i], cost + ((long)i * Size * Size), chunk + ((long)i * Size)));
        }
        return (costs, toChunks);
    }

    private void PullBack(int i, QpGradient gradient, double* cost, double* chunk)
    {
        if (Solutions[i].HasPoint)
            program.PullBack(Solutions[i].Problem, chunks.AsSpan(i * Size, Size), gradient, new Span<double>(cost, Size * Size), new Span<double>(chunk, Size));
    }

    private static double[] ToArray(Tensor tensor)
    {
        using Tensor host = OnHost(tensor);
        return MemoryMarshal.Cast<byte, double>(host.bytes).ToArray();
    }

    private static Tensor OnHost(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().MoveToOuterDisposeScope();
    }
}
