namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>Counts the factorisations of one solve, and ends it.</summary>
/// <param name="limit">The most.</param>
internal struct Budget(int limit)
{
    /// <summary>How many were taken.</summary>
    internal int Taken { get; private set; }

    /// <summary>Takes one; false: there is none left.</summary>
    internal bool Take()
    {
        if (Taken == limit)
            return false;
        Taken++;
        return true;
    }
}
