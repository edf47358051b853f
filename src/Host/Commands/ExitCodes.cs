using DiffOG.Diagnostics;

namespace DiffOG.Host.Commands;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command line, a plugin or the configuration is wrong; nothing was done.</summary>
    public const int Configuration = 2;

    /// <summary>The work failed.</summary>
    public const int RunFailed = 3;

    /// <summary>A native library is missing.</summary>
    public const int NativeMissing = 4;

    /// <summary>A robot failed.</summary>
    public const int Hardware = 5;

    /// <summary>Stopped by a signal, as shells count it.</summary>
    public const int Cancelled = 130;

    /// <summary>The code for a failure.</summary>
    public static int Of(Exception failure) => failure switch
    {
        OperationCanceledException => Cancelled,
        DiffOGException known => OfId(known.Id),
        _ => RunFailed,
    };

    private static int OfId(string id) => id[..Math.Min(5, id.Length)] switch
    {
        "DOG10" or "DOG11" or "DOG12" => Configuration,
        "DOG16" => NativeMissing,
        "DOG20" => Hardware,
        _ => RunFailed,
    };
}
