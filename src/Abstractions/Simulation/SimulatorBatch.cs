using DiffOG.Specs;

namespace DiffOG.Simulation;

/// <summary>
/// Worlds of one task that are stepped side by side over the cores: N lanes, what is seen of all in one buffer. A lane's
/// episode depends on its own seed and actions alone, to the bit, however many threads there are. What goes wrong in a
/// lane stays in it and is told by <see cref="Failure"/>. One thread at a time uses a batch; steps allocate nothing
/// once warm. Pictures are rendered only where they are asked for.
/// </summary>
public sealed class SimulatorBatch : IDisposable
{
    private readonly ISimulator[] simulators;
    private readonly LaneThreads threads;
    private readonly int observed, commanded;
    private readonly double[] observations;
    private readonly StepOutcome[] outcomes;
    private readonly Exception?[] failures;
    private readonly bool[] broken, ended;
    private readonly long[] seeds;
    private readonly Action<int> resetLane, stepLane;
    private ReadOnlyMemory<double> actions;

    /// <summary>Makes a batch.</summary>
    /// <param name="simulators">[N] of the same task; owned from now on.</param>
    /// <param name="threads">How many work, the caller of <see cref="Step"/> included; 0: one a core. Results do not depend on it.</param>
    /// <exception cref="ArgumentException">There are no simulators, or their actions or observations differ in size.</exception>
    public SimulatorBatch(IReadOnlyList<ISimulator> simulators, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (simulators.Count == 0)
            throw new ArgumentException("A batch needs at least one simulator.", nameof(simulators));
        this.simulators = [.. simulators];
        (observed, commanded) = (Spec.Observations.Size, Spec.Action.Size);
        if (simulators.Any(s => s.Spec.Observations.Size != observed || s.Spec.Action.Size != commanded))
            throw new ArgumentException("The simulators of a batch have actions and observations of one size; these are of different tasks.", nameof(simulators));
        (observations, outcomes) = (new double[Lanes * observed], new StepOutcome[Lanes]);
        (failures, broken, ended, seeds) = (new Exception?[Lanes], new bool[Lanes], new bool[Lanes], new long[Lanes]);
        (resetLane, stepLane) = (ResetLane, StepLane);
        this.threads = new LaneThreads(Math.Min(threads == 0 ? Environment.ProcessorCount : threads, Lanes));
    }

    /// <summary>The number N of worlds.</summary>
    public int Lanes => simulators.Length;

    /// <summary>What the task offers.</summary>
    public TaskSpec Spec => simulators[0].Spec;

    /// <summary>
    /// Gives a lane whose episode is over the seed of its next one: <see cref="Step"/> then resets it instead of passing an
    /// action on, and its outcome is <see cref="StepKind.First"/>. Called by the thread that steps, for one lane after the
    /// other in their order. Null, the default: lanes rest at their end until they are reset.
    /// </summary>
    public Func<int, long>? NextSeed { get; init; }

    /// <summary>[N, O] what is seen, lane after lane; the same memory all the time.</summary>
    public ReadOnlyMemory<double> Observations => observations;

    /// <summary>[N] the lanes' last outcomes; the same memory all the time.</summary>
    public ReadOnlyMemory<StepOutcome> Outcomes => outcomes;

    /// <summary>A lane's world, for what a batch does not offer: the command in force, states, an expert. Not while the batch steps.</summary>
    public ISimulator this[int lane] => simulators[lane];

    /// <summary>What is seen in a lane: [O].</summary>
    public ReadOnlyMemory<double> Observation(int lane) => observations.AsMemory(lane * observed, observed);

    /// <summary>
    /// What went wrong in a lane at the last call; null: nothing. After a refused action (<see cref="ArgumentException"/>,
    /// <see cref="InvalidOperationException"/>) the lane is as it was and takes the next one. After any other error it
    /// rests, and tells the error, until it is reset. Its observation and outcome remain those of before.
    /// </summary>
    public Exception? Failure(int lane) => failures[lane];

    /// <summary>Begins an episode in every lane.</summary>
    /// <param name="seeds">[N].</param>
    /// <exception cref="ArgumentException">There are not N seeds.</exception>
    public void Reset(ReadOnlyMemory<long> seeds)
    {
        if (seeds.Length != Lanes)
            throw new ArgumentException($"A batch of {Lanes} lanes needs as many seeds, not {seeds.Length}.", nameof(seeds));
        seeds.CopyTo(this.seeds);
        threads.Run(resetLane, Lanes);
    }

    /// <summary>Begins an episode in one lane; the others stay where they are.</summary>
    /// <param name="lane">Which.</param>
    /// <param name="seed">Decides everything random in the episode.</param>
    public void Reset(int lane, long seed)
    {
        seeds[lane] = seed;
        ResetLane(lane);
    }

    /// <summary>One control step in every lane whose episode goes on; see <see cref="NextSeed"/> for the others.</summary>
    /// <param name="actions">[N, D] raw, lane after lane; read until this returns.</param>
    /// <exception cref="ArgumentException">There are not N × D values.</exception>
    public void Step(ReadOnlyMemory<double> actions)
    {
        if (actions.Length != Lanes * commanded)
            throw new ArgumentException($"{Lanes} actions have {Lanes * commanded} values, not {actions.Length}.", nameof(actions));
        for (int lane = 0; lane < Lanes; lane++)
        {
            ended[lane] = outcomes[lane].Kind == StepKind.Last && !broken[lane];
            if (ended[lane] && NextSeed is not null)
                seeds[lane] = NextSeed(lane);
        }
        this.actions = actions;
        threads.Run(stepLane, Lanes);
        this.actions = default;
    }

    /// <summary>A picture of a lane's world as it is.</summary>
    /// <param name="lane">Which.</param>
    /// <param name="camera">One of <see cref="TaskSpec.Cameras"/>.</param>
    /// <param name="width">[pixels].</param>
    /// <param name="height">[pixels].</param>
    /// <exception cref="Diagnostics.DiffOGException">This machine cannot render; the message says what is missing.</exception>
    public Image Render(int lane, string camera, int width, int height) => simulators[lane].Render(camera, width, height);

    /// <summary>Ends the threads and disposes the simulators.</summary>
    public void Dispose()
    {
        threads.Dispose();
        foreach (ISimulator simulator in simulators)
            simulator.Dispose();
    }

    private void ResetLane(int lane)
    {
        try
        {
            outcomes[lane] = simulators[lane].Reset(seeds[lane], Room(lane));
            (failures[lane], broken[lane]) = (null, false);
        }
        catch (Exception failure)
        {
            (failures[lane], broken[lane]) = (failure, true);
        }
    }

    private void StepLane(int lane)
    {
        if (ended[lane] && NextSeed is not null)
            ResetLane(lane);
        else if (!ended[lane] && !broken[lane])
            Advance(lane);
        else if (!broken[lane])
            failures[lane] = null;
    }

    private void Advance(int lane)
    {
        try
        {
            outcomes[lane] = simulators[lane].Step(actions.Slice(lane * commanded, commanded), Room(lane));
            failures[lane] = null;
        }
        catch (Exception refusal) when (refusal is ArgumentException or InvalidOperationException)
        {
            failures[lane] = refusal;
        }
        catch (Exception failure)
        {
            (failures[lane], broken[lane]) = (failure, true);
        }
    }

    private Memory<double> Room(int lane) => observations.AsMemory(lane * observed, observed);
}
