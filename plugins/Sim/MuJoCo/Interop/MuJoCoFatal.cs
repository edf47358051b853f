using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>
/// What happens when MuJoCo gives up. By default it writes a log file into the working folder, waits for Enter and ends
/// the process; a handler that returns lets it run on with broken data, and one that throws through native frames
/// aborts. So the handler says what happened and ends the process at once.
/// </summary>
internal static unsafe class MuJoCoFatal
{
    /// <summary>The exit code of a process that MuJoCo ended.</summary>
    public const int ExitCode = 70;

    /// <summary>Installs the handlers.</summary>
    /// <param name="library">The loaded library.</param>
    public static void Install(nint library)
    {
        *(delegate* unmanaged[Cdecl]<byte*, void>*)NativeLibrary.GetExport(library, "mju_user_error") = &OnError;
        *(delegate* unmanaged[Cdecl]<byte*, void>*)NativeLibrary.GetExport(library, "mju_user_warning") = &OnWarning;
    }

    /// <summary>What is said on the error stream.</summary>
    public static string Text(string message) =>
        $"DOG1606: MuJoCo stopped with an error it cannot recover from: {message}. The process ends, because its world is no longer whole. Report this with the experiment and the seed.{Environment.NewLine}";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(byte* message)
    {
        try
        {
            byte[] text = Encoding.UTF8.GetBytes(Text(Marshal.PtrToStringUTF8((nint)message) ?? "no message"));
            using SafeFileHandle errors = new(OperatingSystem.IsWindows() ? StandardErrorOnWindows(-12) : 2, ownsHandle: false);
            using FileStream stream = new(errors, FileAccess.Write, bufferSize: 0);
            stream.Write(text);
        }
        finally
        {
            Environment.Exit(ExitCode);
        }
    }

    // Warnings that matter (bad numbers, too small buffers) are counted by MuJoCo and read by the physics after each step.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnWarning(byte* message)
    {
    }

    [DllImport("kernel32", EntryPoint = "GetStdHandle", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint StandardErrorOnWindows(int which);
}
