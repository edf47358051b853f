using DiffOG.Simulation;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <content>What a simulator does to the memory of the process.</content>
public abstract partial class SimulatorContract
{
    // [bytes] a reset. Both are medians; what else the process does shows in few of the windows.
    private const double ManagedTolerance = 256, ResidentTolerance = 2048;
    private const int Windows = 8, Attempts = 4, ResetsPerStep = 25;

    /// <summary>How many resets a leak is looked for in.</summary>
    protected virtual int ManyResets => 1000;

    /// <summary>Steps allocate nothing on the managed heap once warm, so that worlds side by side do not wait for the garbage collector.</summary>
    [Fact]
    public void Steps_allocate_nothing_once_warm()
    {
        using ISimulator simulator = Create();
        double[] observation = new double[simulator.Spec.Observations.Size];
        double[][] actions = Actions(simulator, 1);
        Allocated(simulator, actions, observation);
        long bytes = Allocated(simulator, actions, observation);
        Assert.True(
            bytes == 0,
            $"{actions.Length} steps allocated {bytes} bytes. Keep buffers in fields, and look for new arrays, LINQ, lambdas that capture, boxing, foreach over interfaces in what a step calls.");
    }

    /// <summary>Many resets leave the memory of the process as large as it was, native memory included.</summary>
    [Fact]
    public void Many_resets_leak_nothing()
    {
        MemoryGrowth least = new(double.MaxValue, double.MaxValue);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            least = least.Least(GrowthOfResets());
            if (least.Managed <= ManagedTolerance && least.Resident <= ResidentTolerance)
                return;
        }
        Assert.Fail(
            $"Each of {Attempts} × {ManyResets} resets left about {Math.Max(0, least.Managed):F0} bytes on the managed heap and {Math.Max(0, least.Resident):F0} bytes in the process. Free or reuse what an episode takes, native memory too.");
    }

    private MemoryGrowth GrowthOfResets()
    {
        using ISimulator simulator = Create();
        double[] observation = new double[simulator.Spec.Observations.Size];
        int resets = 0;
        return MemoryGrowth.Of(Reset, Windows, Math.Max(1, ManyResets / Windows));

        void Reset()
        {
            simulator.Reset(resets, observation);
            if (resets++ % ResetsPerStep == 0)
                simulator.Step(simulator.CommandInForce, observation);
        }
    }

    // [bytes] by the steps alone.
    private static long Allocated(ISimulator simulator, double[][] actions, double[] observation)
    {
        long all = 0;
        StepKind kind = StepKind.Last;
        foreach (double[] action in actions)
        {
            if (kind == StepKind.Last)
                simulator.Reset(3, observation);
            long before = GC.GetAllocatedBytesForCurrentThread();
            kind = simulator.Step(action, observation).Kind;
            all += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return all;
    }
}
