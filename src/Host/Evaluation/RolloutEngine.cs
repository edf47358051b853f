using System.Runtime.ExceptionServices;
using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Policies;
using DiffOG.Refiners;
using DiffOG.Simulation;

namespace DiffOG.Host.Evaluation;

/// <summary>A refiner, and what the report calls it.</summary>
internal sealed record RefinerUnderTest(string Label, string PluginId, ITrajectoryRefiner Refiner);

/// <summary>
/// Runs the same episodes under one refiner after the other. Episodes advance in lockstep, chunk by chunk: the policy is
/// asked once a round for all of them; chunks are refined and timed one at a time; simulators are stepped side by side.
/// Nothing depends on the number of threads.
/// </summary>
/// <param name="simulators">One a lane; they are reused from refiner to refiner.</param>
/// <param name="policy">The policy.</param>
/// <param name="settings">Seeds and such.</param>
/// <param name="time">The clock of latencies.</param>
/// <param name="studio">Films the first episodes; null for none.</param>
internal sealed class RolloutEngine(SimulatorPool simulators, IPolicy policy, RolloutSettings settings, TimeProvider time, FilmStudio? studio = null)
{
    /// <summary>Refinements before the clock is read for the first time.</summary>
    internal const int WarmUpCalls = 3;

    /// <summary>Runs all episodes under one refiner.</summary>
    /// <param name="tested">The refiner.</param>
    /// <param name="report">Receives the number of finished episodes and of successful ones.</param>
    /// <param name="token">Ends the work between two rounds.</param>
    /// <returns>One record a seed, in their order.</returns>
    /// <exception cref="DiffOGException">DOG1950: an action is not finite. DOG1951, DOG1952: a refiner or the policy returns another shape.</exception>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    internal RefinerRollouts Run(RefinerUnderTest tested, Action<int, int> report, CancellationToken token)
    {
        var records = new List<EpisodeRecord>(settings.Seeds.Count);
        foreach (long[] group in settings.Seeds.Chunk(settings.Lanes))
            records.AddRange(RunGroup(tested, group, records, report, token));
        return new RefinerRollouts(tested.Label, tested.PluginId, records);
    }

    private List<EpisodeRecord> RunGroup(RefinerUnderTest tested, long[] seeds, List<EpisodeRecord> before, Action<int, int> report, CancellationToken token)
    {
        RunningEpisode[] episodes = Begin(tested, seeds, before.Count, token);
        EpisodeRecord?[] records = new EpisodeRecord?[episodes.Length];
        while (true)
        {
            token.ThrowIfCancellationRequested();
            Collect(episodes, records);
            EpisodeRecord[] done = [.. records.OfType<EpisodeRecord>()];
            report(before.Count + done.Length, before.Concat(done).Count(e => e.Success));
            int[] active = [.. Enumerable.Range(0, episodes.Length).Where(i => records[i] is null)];
            if (active.Length == 0)
                return [.. done];
            Advance(tested, [.. active.Select(i => episodes[i])], before.Count == 0 && active[0] == 0 ? episodes[0] : null, token);
        }
    }

    private RunningEpisode[] Begin(RefinerUnderTest tested, long[] seeds, int number, CancellationToken token)
    {
        var episodes = new RunningEpisode[seeds.Length];
        InParallel(
            seeds.Length,
            i =>
            {
                Film? film = studio is not null && number + i < settings.Filmed ? new Film(studio, FileNames.Of(tested.Label, seeds[i])) : null;
                episodes[i] = new RunningEpisode(simulators.Lane(i), policy.Spec, seeds[i], settings.UntilHorizon, film);
            },
            token);
        return episodes;
    }

    private static void Collect(RunningEpisode[] episodes, EpisodeRecord?[] records)
    {
        for (int i = 0; i < episodes.Length; i++)
        {
            if (episodes[i].Done)
                records[i] ??= episodes[i].ToRecord();
        }
    }

    private void Advance(RefinerUnderTest tested, RunningEpisode[] active, RunningEpisode? drawn, CancellationToken token)
    {
        IReadOnlyList<ActionChunk> proposed = Propose([.. active.Select(e => e.Query)]);
        if (drawn is { Chunks: 0 })
            WarmUp(tested, proposed[0], active[0].Context(keepCost: false));
        var refined = new (Refinement Refinement, double Latency)[active.Length];
        for (int i = 0; i < active.Length; i++)
            refined[i] = Refine(tested, proposed[i], active[i].Context(keepCost: active[i] == drawn && drawn.Chunks < settings.CostsKept));
        InParallel(
            active.Length,
            i => active[i].Execute(proposed[i], refined[i].Refinement, refined[i].Latency),
            token);
    }

    private IReadOnlyList<ActionChunk> Propose(PolicyQuery[] queries)
    {
        IReadOnlyList<ActionChunk> proposed = policy.Act(queries);
        int steps = policy.Spec.ChunkSteps, size = policy.Spec.Action.Size;
        string[] wrong = [.. proposed.Where(c => c.Steps != steps || c.Dimensions != size).Select(c => $"a chunk [{c.Steps}, {c.Dimensions}]").Take(1)];
        if (proposed.Count != queries.Length || wrong.Length > 0)
            throw new DiffOGException("DOG1952", $"The policy was asked for {queries.Length} chunks [{steps}, {size}] and answered with {(wrong.Length > 0 ? wrong[0] : $"{proposed.Count} chunks")}.", "Tell the author of the policy's plugin.");
        return proposed;
    }

    /// <summary>The first calls compile code and set up native libraries, once a process: no property of the refiner. Refiners keep no state, so asking again changes nothing.</summary>
    private static void WarmUp(RefinerUnderTest tested, ActionChunk proposed, RefinementContext context)
    {
        for (int k = 0; k < WarmUpCalls; k++)
            tested.Refiner.Refine(proposed, context);
    }

    private (Refinement Refinement, double Latency) Refine(RefinerUnderTest tested, ActionChunk proposed, RefinementContext context)
    {
        long start = time.GetTimestamp();
        Refinement refinement = tested.Refiner.Refine(proposed, context);
        double latency = time.GetElapsedTime(start).TotalSeconds;
        if (refinement.Chunk.Steps != proposed.Steps || refinement.Chunk.Dimensions != proposed.Dimensions)
            throw new DiffOGException("DOG1951", $"The refiner '{tested.PluginId}' made [{refinement.Chunk.Steps}, {refinement.Chunk.Dimensions}] of a chunk [{proposed.Steps}, {proposed.Dimensions}].", "Tell the author of the plugin, and leave it out meanwhile.");
        return (refinement, latency);
    }

    /// <summary>Where several lanes fail, the first lane's failure is thrown, whichever came first.</summary>
    private void InParallel(int count, Action<int> work, CancellationToken token)
    {
        var failures = new ExceptionDispatchInfo?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = token }, i =>
        {
            try
            {
                work(i);
            }
            catch (Exception failure)
            {
                failures[i] = ExceptionDispatchInfo.Capture(failure);
            }
        });
        failures.FirstOrDefault(f => f is not null)?.Throw();
    }
}
