using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>The processor time of this thread [s], so that waiting for a busy machine is not counted; on other systems than Linux, the time of the clock on the wall.</summary>
internal static partial class ThreadClock
{
    private const int ThisThread = 3;

    /// <summary>Which of both it is.</summary>
    public static string Name => OperatingSystem.IsLinux() ? "processor time" : "wall-clock time";

    /// <summary>Since some moment.</summary>
    public static double Now => OperatingSystem.IsLinux() && Read(ThisThread, out Moment now) == 0
        ? now.Seconds + (1e-9 * now.Nanoseconds)
        : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Read(int clock, out Moment now);

    private readonly record struct Moment(long Seconds, long Nanoseconds);
}
