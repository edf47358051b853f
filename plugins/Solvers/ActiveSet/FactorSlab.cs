using System.Collections.Concurrent;

namespace DiffOG.Solvers.ActiveSet;

/// <summary>
/// Room for the factors of one batch. Many arrays of this size, each living from a forward to a backward pass, would have
/// the garbage collector copy most of them; one array a batch, used again once nobody holds a solution of the batch any
/// more, costs it nothing.
/// </summary>
internal sealed class FactorSlab
{
    private const long Largest = 8 << 20;
    private const int Spares = 4;

    private readonly ConcurrentStack<double[]> pool;

    private FactorSlab(ConcurrentStack<double[]> pool, double[] values, int slot) => (this.pool, Values, Slot) = (pool, values, slot);

    /// <summary>Gives the room back when the last solution of the batch is gone.</summary>
    ~FactorSlab()
    {
        if (pool.Count < Spares)
            pool.Push(Values);
    }

    /// <summary>All slots, one behind the other.</summary>
    internal double[] Values { get; }

    /// <summary>The doubles of one slot.</summary>
    internal int Slot { get; }

    /// <summary>Room for a batch; null when it would be too large, and factors are then not kept.</summary>
    /// <param name="pool">Where arrays wait.</param>
    /// <param name="problems">B.</param>
    /// <param name="slot">The doubles of one slot.</param>
    internal static FactorSlab? Rent(ConcurrentStack<double[]> pool, int problems, int slot)
    {
        if (problems == 0 || (long)problems * slot > Largest)
            return null;
        double[] values = pool.TryPop(out double[]? spare) && spare.Length >= problems * slot ? spare : GC.AllocateUninitializedArray<double>(problems * slot);
        return new FactorSlab(pool, values, slot);
    }
}
