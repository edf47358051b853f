using System.CommandLine;
using DiffOG.Composition;
using DiffOG.Host.Doctor;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog doctor</c>: looks at everything the program needs, and says how to get what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create(HostServices services)
    {
        Command doctor = new("doctor", "Checks this machine, and prints the command that brings what is missing.");
        doctor.SetAction(_ => Examine(services));
        return doctor;
    }

    private static int Examine(HostServices services)
    {
        int code = ExitCodes.Ok;
        foreach (SelfCheckResult result in Examination.Run(services))
        {
            services.Surroundings.Out.WriteLine($"{Mark(result.Status),-8} {result.Subject,-12} {result.Detail}");
            if (result.Status != SelfCheckStatus.Fine && result.Remedy is { } remedy)
                services.Surroundings.Out.WriteLine($"{"",-21} -> {remedy}");
            if (result.Status == SelfCheckStatus.Missing)
                code = ExitCodes.NativeMissing;
        }
        return code;
    }

    private static string Mark(SelfCheckStatus status) => status switch
    {
        SelfCheckStatus.Fine => "ok",
        SelfCheckStatus.Optional => "optional",
        _ => "MISSING",
    };
}
