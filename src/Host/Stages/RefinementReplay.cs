using DiffOG.Host.Configuration;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Qp;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;

namespace DiffOG.Host.Stages;

/// <summary>A refinement that was done again.</summary>
/// <param name="Refinement">What came of it.</param>
/// <param name="Posed">What it asked the solver last; null where it asked nothing.</param>
internal sealed record Replayed(Refinement Refinement, QpCase? Posed);

/// <summary>
/// Does refinements of an evaluation again: the proposals and the executed actions are those of the rollouts, the refiner
/// is made as the evaluation makes it. So the problem that a refinement posed need not be stored to be had.
/// </summary>
/// <param name="experiment">The experiment.</param>
/// <param name="parts">Its parts.</param>
internal sealed class RefinementReplay(ExperimentFile experiment, ExperimentParts parts)
{
    /// <summary>Refines an episode's chunks from the first on, as each is told of the last.</summary>
    /// <param name="choice">The refiner.</param>
    /// <param name="policy">The trained policy.</param>
    /// <param name="projector">The trained Q-projector; null where none is needed.</param>
    /// <param name="episode">The episode under this refiner.</param>
    /// <param name="chunk">The number of the chunk.</param>
    internal Replayed Run(RefinerChoice choice, IPolicy policy, IQProjector? projector, EpisodeRecord episode, int chunk)
    {
        SolverTap? tap = null;
        using ITrajectoryRefiner refiner = parts.CreateRefiner(choice, policy, projector, solver => tap = new SolverTap(solver));
        Refinement? last = null;
        for (int c = 0; c <= chunk; c++)
        {
            tap!.Forget();
            last = refiner.Refine(episode.Chunks[c].Proposed, ContextOf(episode, c, last));
        }
        return new Replayed(last!, CaseOf(tap!, choice, episode, chunk, last!));
    }

    private RefinementContext ContextOf(EpisodeRecord episode, int chunk, Refinement? last)
    {
        int firstStep = episode.Chunks[chunk].FirstStep;
        ReadOnlySpan<double> executed = episode.Executed is null ? [] : episode.Executed.Values.AsSpan(0, firstStep * episode.Executed.Dimensions);
        return new RefinementContext(PreviousActions.Of(episode.CommandInForce, executed))
        {
            Time = firstStep / parts.Task.Rate,
            Last = last,
            ExecutedSteps = chunk == 0 ? 0 : episode.Chunks[chunk - 1].Executed,
        };
    }

    private QpCase? CaseOf(SolverTap tap, RefinerChoice choice, EpisodeRecord episode, int chunk, Refinement refinement) => tap.Problem is null ? null : new QpCase(tap.Problem)
    {
        Name = FormattableString.Invariant($"{experiment.Options.Name} {choice.Name} seed {episode.Seed} chunk {chunk}"),
        Note = $"The refinement ended with {refinement.Status}{(refinement.Reason is null ? "" : $": {refinement.Reason}")}",
        Start = tap.Start,
        Solver = new QpSolverChoice(
            experiment.Options.Layer.Solver.Id, experiment.Options.Layer.Solver.Options is { } options ? OptionsJson.Write(options).ToJsonString() : "{}"),
    };
}
