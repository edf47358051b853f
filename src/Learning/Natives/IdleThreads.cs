using System.Runtime.InteropServices;

namespace DiffOG.Learning.Natives;

/// <summary>
/// Lets Torch's worker threads sleep between operations. By default OpenMP has them spin for milliseconds; where other
/// work wants the cores, the QP solver's threads among it, every small operation then waits for a thread that the system
/// has put aside. A setting that the user made stands.
/// </summary>
internal static partial class IdleThreads
{
    /// <summary>Must come before the OpenMP library is loaded, which reads its settings once.</summary>
    internal static void Sleep()
    {
        // .NET keeps an environment of its own on Unix; native libraries see only the C library's.
        if (!OperatingSystem.IsWindows())
        {
            _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
            _ = SetVariable("KMP_BLOCKTIME", "0", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
