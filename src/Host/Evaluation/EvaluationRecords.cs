using DiffOG.Actions;
using DiffOG.Refiners;
using DiffOG.Solvers;

namespace DiffOG.Host.Evaluation;

/// <summary>One chunk of an episode: what the policy proposed, what the refiner made of it.</summary>
/// <param name="FirstStep">The control step of its row 0.</param>
/// <param name="Executed">How many of its rows were executed.</param>
/// <param name="Proposed">[T, D] raw.</param>
/// <param name="Refined">[T, D] raw.</param>
/// <param name="Status">How the refinement ended.</param>
/// <param name="SolverStatus">How the solver ended, where one was used.</param>
/// <param name="Iterations">Solver iterations; zero where none was used.</param>
/// <param name="Latency">Duration of the refinement alone [s].</param>
/// <param name="Cost">Q [n·n] for the few chunks that the report draws; null elsewhere.</param>
public sealed record ChunkRecord(
    int FirstStep, int Executed, ActionChunk Proposed, ActionChunk Refined, RefinementStatus Status, QpStatus? SolverStatus, int Iterations, double Latency, double[]? Cost);

/// <summary>One episode under one refiner.</summary>
/// <param name="Seed">The episode's seed.</param>
/// <param name="CommandInForce">[D] raw command before the first step.</param>
/// <param name="Executed">[steps, D] raw actions really sent; null when the episode had no step.</param>
/// <param name="FirstSuccess">The number of steps to the first success; null when there was none.</param>
/// <param name="BestScore">The largest score seen.</param>
/// <param name="Chunks">The chunks, in order.</param>
public sealed record EpisodeRecord(
    long Seed, double[] CommandInForce, ActionChunk? Executed, int? FirstSuccess, double BestScore, IReadOnlyList<ChunkRecord> Chunks)
{
    /// <summary>Whether the task was fulfilled at any step.</summary>
    public bool Success => FirstSuccess is not null;

    /// <summary>Path of the episode's video, relative to the run folder; null where there is none.</summary>
    public string? Video { get; init; }
}

/// <summary>All episodes of one refiner.</summary>
/// <param name="Label">Its name in the report.</param>
/// <param name="PluginId">The refiner's plugin id.</param>
/// <param name="Episodes">One per seed, the same seeds for every refiner.</param>
public sealed record RefinerRollouts(string Label, string PluginId, IReadOnlyList<EpisodeRecord> Episodes);
