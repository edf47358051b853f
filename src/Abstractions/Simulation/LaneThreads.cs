namespace DiffOG.Simulation;

/// <summary>
/// Threads that do the same to every lane, and sleep in between. Which thread takes which lane is left to chance; nothing
/// is allocated from round to round.
/// </summary>
internal sealed class LaneThreads : IDisposable
{
    private readonly object gate = new();
    private readonly Thread[] helpers;
    private Action<int> work = _ => { };
    private int lanes, next, busy;
    private long round;
    private bool ended;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many work in all; the caller of <see cref="Run"/> is one of them.</param>
    public LaneThreads(int count)
    {
        helpers = [.. Enumerable.Range(1, count - 1).Select(i => new Thread(Serve) { IsBackground = true, Name = $"simulators {i}" })];
        foreach (Thread helper in helpers)
            helper.Start();
    }

    /// <summary>Does something to every lane, and returns when all is done.</summary>
    /// <param name="work">Takes a lane's number; throws nothing.</param>
    /// <param name="lanes">How many there are.</param>
    public void Run(Action<int> work, int lanes)
    {
        lock (gate)
        {
            (this.work, this.lanes, next, busy) = (work, lanes, 0, helpers.Length);
            round++;
            Monitor.PulseAll(gate);
        }
        TakeLanes();
        lock (gate)
        {
            while (busy > 0)
                Monitor.Wait(gate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
        foreach (Thread helper in helpers)
            helper.Join();
    }

    private void Serve()
    {
        for (long seen = 0; AwaitRound(seen); seen++)
        {
            TakeLanes();
            lock (gate)
            {
                if (--busy == 0)
                    Monitor.PulseAll(gate);
            }
        }
    }

    private bool AwaitRound(long seen)
    {
        lock (gate)
        {
            while (round == seen && !ended)
                Monitor.Wait(gate);
            return !ended;
        }
    }

    private void TakeLanes()
    {
        for (int lane = Interlocked.Increment(ref next) - 1; lane < lanes; lane = Interlocked.Increment(ref next) - 1)
            work(lane);
    }
}
