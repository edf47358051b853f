using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Refiners;
using DiffOG.Refiners.DiffOG;
using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>A control loop that refines chunk after chunk, and the work that its refiner composes.</summary>
internal sealed class ControlLoop : IDisposable
{
    /// <summary>Chunks.</summary>
    internal const int Count = 100;
    private const int Executed = 8;
    private readonly ReferenceLayer layer;
    private readonly IQpSolver solver;
    private readonly ITrajectoryRefiner refiner;
    private readonly ActionChunk[] chunks;
    private readonly RefinementContext[] contexts = new RefinementContext[Count];
    private readonly QpProblem[] problems = new QpProblem[Count];
    private readonly QpSolution?[] guesses = new QpSolution?[Count];
    private readonly QpProblem scratch;
    private readonly QpSolution result;

    internal ControlLoop(int steps, int dimensions, IQpSolver solver)
    {
        this.solver = solver;
        layer = new ReferenceLayer(steps, dimensions);
        refiner = new DiffOGPlugin().Create(new DiffOGRefinerOptions(), new PluginContext
        {
            Action = layer.Action,
            ChunkSteps = steps,
            StepDuration = ReferenceLayer.StepDuration,
            Normalisation = layer.Normalisation,
            Parts = [layer.Projector, layer.Constraints, solver, layer.Settings],
        });
        chunks = layer.Chunks(Count);
        Play();
        scratch = problems[0] with { Q = [.. problems[0].Q], P = [.. problems[0].P] };
        result = new QpSolution(problems[0]);
    }

    /// <summary>What the refiner composes, on one chunk: costs, rows, assembly in place (which may add to the same matrix again and again: the work is the same), solve from the last solution.</summary>
    internal IReadOnlyList<Action<int>> Parts =>
    [
        i => layer.Projector.Project(chunks[i], scratch.Q),
        i => layer.Rows(contexts[i].Previous),
        i => layer.Program.Complete(scratch, chunks[i].Values),
        i => solver.Solve(problems[i], guesses[i], result),
    ];

    public void Dispose()
    {
        refiner.Dispose();
        layer.Dispose();
    }

    /// <summary>One chunk from end to end.</summary>
    internal void Refine(int i) => refiner.Refine(chunks[i], contexts[i]);

    /// <summary>Managed bytes a chunk.</summary>
    internal long Allocated()
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Count; i++)
            Refine(i);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Count;
    }

    /// <summary>Runs the loop once, to have what every chunk of it is refined with.</summary>
    private void Play()
    {
        ActionChunk previous = chunks[0].Slice(0, 1);
        Refinement? last = null;
        for (int i = 0; i < Count; i++)
        {
            contexts[i] = new RefinementContext(previous) { Last = last, ExecutedSteps = Executed };
            Refinement refined = refiner.Refine(chunks[i], contexts[i]);
            problems[i] = refined.Solution?.Problem ?? throw new InvalidOperationException($"Chunk {i} was not refined: {refined.Reason}");
            guesses[i] = ShiftedSolution.Of(last?.Solution, Executed, problems[i], chunks[i].Dimensions);
            (last, previous) = (refined, refined.Chunk.Slice(Executed - 1, 1));
        }
    }
}
