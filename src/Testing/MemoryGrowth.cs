namespace DiffOG.Testing;

/// <summary>By how much the memory of the process grows with each call of something.</summary>
/// <param name="Managed">What is reachable on the managed heap [bytes a call].</param>
/// <param name="Resident">What the process has in memory, managed and native [bytes a call].</param>
internal readonly record struct MemoryGrowth(double Managed, double Resident)
{
    /// <summary>
    /// The median over windows of calls: what leaks, leaks in every window; what else the process does, and what is only
    /// taken once, shows in some.
    /// </summary>
    /// <param name="call">Called again and again.</param>
    /// <param name="windows">How often memory is looked at.</param>
    /// <param name="calls">In a window.</param>
    public static MemoryGrowth Of(Action call, int windows, int calls)
    {
        (double[] managed, double[] resident) = (new double[windows], new double[windows]);
        // The first window is warm-up.
        (long Managed, long Resident) last = default;
        for (int window = -1; window < windows; window++)
        {
            for (int i = 0; i < calls; i++)
                call();
            (long Managed, long Resident) now = Look();
            if (window >= 0)
                (managed[window], resident[window]) = ((double)(now.Managed - last.Managed) / calls, (double)(now.Resident - last.Resident) / calls);
            last = now;
        }
        return new MemoryGrowth(Median(managed), Median(resident));
    }

    /// <summary>The smaller one of each.</summary>
    public MemoryGrowth Least(MemoryGrowth other) => new(Math.Min(Managed, other.Managed), Math.Min(Resident, other.Resident));

    private static (long Managed, long Resident) Look()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
