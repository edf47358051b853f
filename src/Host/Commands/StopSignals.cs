using System.Runtime.InteropServices;
using DiffOG.Host.Progress;

namespace DiffOG.Host.Commands;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a request to save and end; the second one ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly IDisplay display;
    private readonly PosixSignalRegistration[] registrations;

    internal StopSignals(IDisplay display)
    {
        this.display = display;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
    }

    /// <summary>Says that the process should save and end.</summary>
    internal CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (source.IsCancellationRequested)
            return;
        context.Cancel = true;
        display.Say("Stopping after the step under way, to save it; again to end at once.");
        source.Cancel();
    }
}
