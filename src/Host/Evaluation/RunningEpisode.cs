using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Policies;
using DiffOG.Refiners;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation;

/// <summary>One episode under way: what was seen, what was really sent, and what came of it.</summary>
internal sealed class RunningEpisode
{
    private readonly ISimulator simulator;
    private readonly PolicySpec policy;
    private readonly bool untilHorizon;
    private readonly Film? film;
    private readonly long seed;
    private readonly double[] commandInForce;
    private readonly List<Observation> observations = [];
    private readonly List<double> executed = [];
    private readonly List<ChunkRecord> chunks = [];
    private Refinement? last;
    private int lastExecuted;
    private int? firstSuccess;
    private double bestScore;

    internal RunningEpisode(ISimulator simulator, PolicySpec policy, long seed, bool untilHorizon, Film? film)
    {
        (this.simulator, this.policy, this.seed, this.untilHorizon, this.film) = (simulator, policy, seed, untilHorizon, film);
        TimeStep first = simulator.Reset(seed);
        commandInForce = simulator.CommandInForce.ToArray();
        See(first, asked: true);
    }

    /// <summary>Whether nothing more is to be executed.</summary>
    internal bool Done { get; private set; }

    /// <summary>How many chunks there were.</summary>
    internal int Chunks => chunks.Count;

    /// <summary>Control steps so far.</summary>
    internal int Steps => executed.Count / policy.Action.Size;

    /// <summary>What the policy is asked next.</summary>
    internal PolicyQuery Query => new(History(), seed, chunks.Count) { Previous = Previous };

    /// <summary>What the refiner is told.</summary>
    /// <param name="keepCost">Whether its cost matrix is wanted for the report.</param>
    internal RefinementContext Context(bool keepCost) => new(Previous)
    {
        Time = Steps / simulator.Spec.Rate,
        Last = last,
        ExecutedSteps = lastExecuted,
        KeepCost = keepCost,
    };

    /// <summary>Sends the first rows of a refined chunk to the simulator, until the episode is over.</summary>
    /// <param name="proposed">The policy's chunk.</param>
    /// <param name="refinement">What the refiner made of it.</param>
    /// <param name="latency">How long that took [s].</param>
    internal void Execute(ActionChunk proposed, Refinement refinement, double latency)
    {
        int firstStep = Steps;
        int rows = Math.Min(policy.ExecutedSteps, refinement.Chunk.Steps);
        for (int row = 0; row < rows && !Done; row++)
            Send(refinement.Chunk.Step(row), asked: rows - 1 - row < policy.ObservationSteps);
        (last, lastExecuted) = (refinement, Steps - firstStep);
        chunks.Add(new ChunkRecord(
            firstStep, lastExecuted, proposed, refinement.Chunk, refinement.Status, refinement.Solution?.Status,
            refinement.Solution?.Iterations ?? 0, latency, refinement.Cost));
    }

    /// <summary>What became of the episode.</summary>
    internal EpisodeRecord ToRecord() => new(
        seed, commandInForce, executed.Count == 0 ? null : new ActionChunk(Steps, policy.Action.Size, [.. executed]), firstSuccess, bestScore, [.. chunks])
    {
        Video = film?.Finish(),
    };

    private ActionChunk Previous => PreviousActions.Of(commandInForce, CollectionsMarshal.AsSpan(executed));

    /// <param name="action">[D].</param>
    /// <param name="asked">Whether the policy is shown what is seen then; of the other steps no picture is rendered.</param>
    private void Send(ReadOnlyMemory<double> action, bool asked)
    {
        foreach (double value in action.Span)
        {
            if (!double.IsFinite(value))
                throw NotFinite(action);
        }
        TimeStep step = simulator.Step(action);
        executed.AddRange(simulator.CommandInForce.Span);
        See(step, asked);
    }

    private void See(TimeStep step, bool asked)
    {
        observations.Add(asked ? Eyes.Look(simulator, policy.Observations.Cameras, step.Observation) : step.Observation);
        if (observations.Count > policy.ObservationSteps)
            observations.RemoveAt(0);
        bestScore = Math.Max(bestScore, step.Score);
        if (step.Success)
            firstSuccess ??= Steps;
        Done = step.Kind == StepKind.Last || Steps >= simulator.Spec.MaxSteps || (step.Success && !untilHorizon);
        film?.Add(simulator);
    }

    private Observation[] History() =>
        [.. Enumerable.Repeat(observations[0], policy.ObservationSteps - observations.Count), .. observations];

    private DiffOGException NotFinite(ReadOnlyMemory<double> action) => new(
        "DOG1950", $"Step {Steps} of the episode with seed {seed} was to execute [{string.Join(", ", action.ToArray())}], which is not finite.", "The policy has diverged and its refiner passed that on: train it again with a smaller learning rate.");
}
