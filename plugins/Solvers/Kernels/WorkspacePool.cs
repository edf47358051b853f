using System.Collections.Concurrent;

namespace DiffOG.Solvers.Kernels;

/// <summary>
/// Spreads independent problems over threads, each with a workspace of its own that is kept for the next batch. Which
/// thread takes which problem is open, so a workspace must carry nothing from one problem to the next.
/// </summary>
/// <typeparam name="TWorkspace">What one thread needs.</typeparam>
/// <param name="create">Makes one.</param>
/// <param name="threads">The most threads; 0: one a processor.</param>
public sealed class WorkspacePool<TWorkspace>(Func<TWorkspace> create, int threads)
    where TWorkspace : class
{
    private readonly ConcurrentBag<TWorkspace> idle = [];
    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };

    /// <summary>A workspace for one thread; to be given back.</summary>
    public TWorkspace Rent() => idle.TryTake(out TWorkspace? kept) ? kept : create();

    /// <summary>Gives a workspace back.</summary>
    /// <param name="workspace">From <see cref="Rent"/>.</param>
    public void Return(TWorkspace workspace) => idle.Add(workspace);

    /// <summary>Does the work of every index.</summary>
    /// <param name="count">How many.</param>
    /// <param name="work">With the thread's workspace, for one index.</param>
    public void ForEach(int count, Action<TWorkspace, int> work)
    {
        if (count <= 1 || parallel.MaxDegreeOfParallelism == 1)
            InOrder(count, work);
        else
        {
            Parallel.For(
                0,
                count,
                parallel,
                Rent,
                (i, _, own) =>
                {
                    work(own, i);
                    return own;
                },
                Return);
        }
    }

    private void InOrder(int count, Action<TWorkspace, int> work)
    {
        TWorkspace own = Rent();
        for (int i = 0; i < count; i++)
            work(own, i);
        Return(own);
    }
}
