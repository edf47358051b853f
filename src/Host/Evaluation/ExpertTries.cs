using System.Collections;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Recording;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation;

/// <summary>What the expert did in one try.</summary>
/// <param name="Try">0, 1, …</param>
/// <param name="Seed">Of the episode and of the expert.</param>
/// <param name="Episode">The episode up to its success; null when it failed.</param>
/// <param name="Steps">How many control steps it took.</param>
internal sealed record Demonstration(int Try, long Seed, EpisodeWindow? Episode, int Steps)
{
    /// <summary>All that is needed to replay the episode; null when it failed, or nobody asked for it.</summary>
    internal RecordedEpisode? Recording { get; init; }
}

/// <summary>
/// Episodes of the scripted expert without end, in the order of their tries. Several simulators work ahead side by side;
/// what they do depends on the seed alone.
/// </summary>
/// <param name="task">What errors call the task.</param>
/// <param name="simulators">One a thread.</param>
/// <param name="firstSeed">The seed of try 0.</param>
/// <param name="firstTry">The first try wanted.</param>
/// <param name="token">Ends the work.</param>
internal sealed class ExpertTries(string task, SimulatorPool simulators, long firstSeed, int firstTry, CancellationToken token) : IEnumerable<Demonstration>
{
    /// <summary>Threads that step simulators; results do not depend on it.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Control steps that an episode goes on after its first success; a success that is lost meanwhile does not count.</summary>
    internal int HoldSteps { get; init; }

    /// <summary>Whether what is needed to replay an episode is kept.</summary>
    internal bool Recorded { get; init; }

    /// <summary>Of which cameras pictures are kept; picture i shows what observation i says.</summary>
    internal IReadOnlyList<CameraSpec> Cameras { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerator<Demonstration> GetEnumerator()
    {
        var ahead = new Queue<Task<Demonstration>>();
        // Ends what works ahead when no more is wanted; a simulator is not handed back while a try still runs.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            for (int next = firstTry; ; next++)
            {
                ahead.Enqueue(Start(next, enough.Token));
                if (ahead.Count == Threads)
                    yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            enough.Cancel();
            Task.WhenAll(ahead).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Task<Demonstration> Start(int number, CancellationToken wanted)
    {
        // With a window of as many tries as lanes, the lane's last try is over when its next one starts.
        ISimulator simulator = simulators.Lane(number % Threads);
        return Task.Run(() => Show(simulator, number, wanted), wanted);
    }

    private Demonstration Show(ISimulator simulator, int number, CancellationToken wanted)
    {
        long seed = firstSeed + number;
        TimeStep now = simulator.Reset(seed);
        IDemonstrator expert = simulator.CreateDemonstrator(seed) ?? throw new DiffOGException(
            "DOG1790", $"The task '{task}' has no scripted expert that demonstrations could be collected from.", "Name demonstrations with 'dataset'.");
        (List<double> observations, List<double> actions) = ([], []);
        EpisodeTape? tape = Recorded ? new EpisodeTape() : null;
        var pictures = new PictureTape(Cameras);
        (int steps, int held) = (0, now.Success ? 1 : 0);
        while (held <= HoldSteps && now.Kind != StepKind.Last && steps < simulator.Spec.MaxSteps)
        {
            wanted.ThrowIfCancellationRequested();
            observations.AddRange(now.Observation.Values);
            pictures.Look(simulator);
            tape?.Before(simulator);
            now = simulator.Step(expert.Act());
            actions.AddRange(simulator.CommandInForce.Span);
            tape?.After(now);
            (steps, held) = (steps + 1, now.Success ? held + 1 : 0);
        }
        bool succeeded = now.Success && steps > 0;
        return new Demonstration(number, seed, succeeded ? new EpisodeWindow([.. observations], [.. actions]) { Pictures = pictures.Finish() } : null, steps)
        {
            Recording = succeeded ? tape?.Finish(seed, [.. observations, .. now.Observation.Values], [.. actions]) : null,
        };
    }
}
