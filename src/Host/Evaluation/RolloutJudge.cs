using DiffOG.Actions;
using DiffOG.Host.Experiments;
using DiffOG.Learning.Training;
using DiffOG.Policies;
using DiffOG.Refiners;

namespace DiffOG.Host.Evaluation;

/// <summary>Judges a policy by episodes in the task's simulator, without a refiner.</summary>
/// <param name="simulators">Of the task.</param>
/// <param name="options">How many episodes, and their seeds.</param>
/// <param name="time">The engine's clock; decides nothing here.</param>
internal sealed class RolloutJudge(SimulatorPool simulators, RolloutOptions options, TimeProvider time) : IPolicyJudge
{
    private readonly RolloutSettings settings = new([.. Enumerable.Range(0, options.Episodes).Select(i => options.FirstSeed + i)], UntilHorizon: false);

    /// <inheritdoc/>
    public double SuccessOf(IPolicy policy, CancellationToken cancellation)
    {
        using var asProposed = new AsProposed();
        var engine = new RolloutEngine(simulators, policy, settings, time);
        RefinerRollouts rollouts = engine.Run(new RefinerUnderTest("rollouts", "none", asProposed), (_, _) => { }, cancellation);
        return (double)rollouts.Episodes.Count(e => e.Success) / rollouts.Episodes.Count;
    }

    /// <summary>Leaves chunks as they are.</summary>
    private sealed class AsProposed : ITrajectoryRefiner
    {
        public Refinement Refine(ActionChunk proposed, RefinementContext context) => new(proposed, RefinementStatus.Unchanged);

        public void Dispose()
        {
        }
    }
}
