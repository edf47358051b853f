using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Learning.Layer;
using DiffOG.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>A training step of the layer without its optimiser, whole and by part.</summary>
internal sealed class TrainingLayer : IDisposable
{
    internal const int Batch = 128;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly ReferenceLayer reference;
    private readonly DiffOGLayer layer;
    private readonly IQpSolver solver;
    private readonly ActionChunk[] chunks;
    private readonly Tensor input, costs, costGradient, pointGradient;
    private readonly double[] values, toCosts, toChunks;
    private readonly ParallelOptions parallel;
    private readonly ReadOnlyMemory<double>[] losses;
    private readonly LinearConstraints rows;
    private readonly QpProblem[] problems;
    private readonly IReadOnlyList<QpSolution> solutions;

    internal TrainingLayer(int steps, int dimensions, IQpSolver solver, int threads)
    {
        (this.solver, parallel) = (solver, new ParallelOptions { MaxDegreeOfParallelism = threads });
        reference = new ReferenceLayer(steps, dimensions);
        layer = new DiffOGLayer(reference.Projector, reference.Constraints, solver, reference.Settings, reference.Normalisation, ReferenceLayer.StepDuration);
        chunks = reference.Chunks(Batch);
        int n = steps * dimensions;
        input = tensor(chunks.SelectMany(c => c.Values).ToArray(), [Batch, steps, dimensions]).to(ScalarType.Float32);
        pointGradient = randn(Batch, steps, dimensions);
        costs = reference.Projector.Forward(input);
        costGradient = randn(Batch, n, n, dtype: ScalarType.Float64).to(costs.dtype);
        values = MemoryMarshal.Cast<byte, double>(costs.detach().to(ScalarType.Float64).bytes).ToArray();
        double[] gradients = MemoryMarshal.Cast<byte, double>(pointGradient.to(ScalarType.Float64).bytes).ToArray();
        losses = [.. Enumerable.Range(0, Batch).Select(i => (ReadOnlyMemory<double>)gradients.AsMemory(i * n, n))];
        rows = reference.Rows(null);
        (problems, toCosts, toChunks) = (new QpProblem[Batch], new double[Batch * n * n], new double[Batch * n]);
        Assemble();
        solutions = solver.Solve(problems);
    }

    /// <summary>Projector forward, assembly, solve, backward through the programs, backward through the projector.</summary>
    internal IReadOnlyList<Action> Parts => [Forward, Assemble, () => solver.Solve(problems), PullBack, Backward];

    public void Dispose()
    {
        scope.Dispose();
        reference.Dispose();
    }

    /// <summary>Forward and backward, as training calls it.</summary>
    internal void Whole()
    {
        using DisposeScope inner = NewDisposeScope();
        layer.Forward(input).backward([pointGradient]);
        Forget();
    }

    private void Forward()
    {
        using DisposeScope inner = NewDisposeScope();
        reference.Projector.Forward(input);
    }

    private void Assemble()
    {
        int n = reference.Program.Variables, size = n * n;
        Parallel.For(0, Batch, parallel, i => problems[i] = reference.Program.Assemble(values.AsSpan(i * size, size), chunks[i].Values, rows));
    }

    private void PullBack()
    {
        IReadOnlyList<QpGradient> pulled = solver.Differentiate(solutions, losses);
        int n = reference.Program.Variables, size = n * n;
        Parallel.For(0, Batch, parallel, i => reference.Program.PullBack(problems[i], chunks[i].Values, pulled[i], toCosts.AsSpan(i * size, size), toChunks.AsSpan(i * n, n)));
    }

    private void Backward()
    {
        using DisposeScope inner = NewDisposeScope();
        costs.backward([costGradient], retain_graph: true);
        Forget();
    }

    private void Forget()
    {
        foreach (TorchSharp.Modules.Parameter parameter in reference.Projector.Module.parameters())
            parameter.grad = null;
    }
}
