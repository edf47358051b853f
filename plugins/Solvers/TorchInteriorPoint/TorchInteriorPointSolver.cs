using DiffOG.Solvers.Kernels;
using DiffOG.Solvers.TorchInteriorPoint.Method;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint;

/// <summary>Sends problems of one size to the device together, and finishes what comes back.</summary>
internal sealed class TorchInteriorPointSolver(TorchInteriorPointOptions options, Device device, IQpSolver exact) : IQpSolver
{
    /// <summary>No tensor of a piece is larger than this [doubles]: a gibibyte.</summary>
    private const long LargestTensor = 1L << 27;

    private readonly BatchedMethod method = new(options, device);
    private readonly BatchedAdjoint adjoint = new(device);
    private readonly CpuFinish finish = new(exact);
    private readonly Unpolished unpolished = new(options, exact);

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        if (warmStarts is not null && warmStarts.Count != problems.Count)
            throw new ArgumentException($"{warmStarts.Count} warm starts for {problems.Count} problems.", nameof(warmStarts));
        var outcomes = new Outcome?[problems.Count];
        bool[] sound = new bool[problems.Count];
        Parallel.For(0, problems.Count, i => sound[i] = ProblemCheck.Fault(problems[i]) is null);
        foreach (int[] piece in Pieces(problems, [.. Enumerable.Range(0, problems.Count).Where(i => sound[i])]))
        {
            Outcome[] found = method.Solve([.. piece.Select(i => problems[i])]);
            for (int k = 0; k < piece.Length; k++)
                outcomes[piece[k]] = found[k];
        }
        return options.Polish ? finish.Finish(problems, outcomes) : unpolished.Answer(problems, outcomes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients)
    {
        if (options.Polish)
            return exact.Differentiate(solutions, gradients);
        for (int i = 0; i < solutions.Count; i++)
        {
            if (gradients.Count != solutions.Count || gradients[i].Length != solutions[i].Problem.Variables)
                throw new ArgumentException($"Every solution needs one gradient as long as its point; number {i} has none.", nameof(gradients));
        }
        var pulled = new QpGradient?[solutions.Count];
        QpProblem[] problems = [.. solutions.Select(s => s.Problem)];
        foreach (int[] piece in Pieces(problems, [.. Enumerable.Range(0, problems.Length).Where(i => solutions[i].HasPoint)]))
        {
            QpGradient?[] found = adjoint.Pull([.. piece.Select(i => solutions[i])], [.. piece.Select(i => gradients[i])]);
            for (int k = 0; k < piece.Length; k++)
                pulled[piece[k]] = found[k];
        }
        return [.. pulled.Select((gradient, i) => gradient ?? exact.Differentiate(solutions[i], gradients[i]))];
    }

    /// <summary>Problems that go to the device together: of one padded size, and no more than it has room for.</summary>
    private IEnumerable<int[]> Pieces(IReadOnlyList<QpProblem> problems, int[] chosen) =>
        chosen.GroupBy(i => ProblemBatch.SizeOf(problems[i])).SelectMany(group => group.Chunk(Room(group.Key.Variables, group.Key.Rows)));

    private int Room(long variables, long rows) =>
        (int)Math.Clamp(LargestTensor / (variables * Math.Max(variables, rows)), 1, options.MaxBatch);
}
