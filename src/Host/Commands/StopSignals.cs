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
    private readonly string announcement;
    private readonly PosixSignalRegistration[] registrations;

    /// <param name="display">The terminal.</param>
    /// <param name="announcement">What is said when the first signal comes.</param>
    internal StopSignals(IDisplay display, string announcement = "Stopping after the step under way, to save it; again to end at once.")
    {
        (this.display, this.announcement) = (display, announcement);
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
        display.Say(announcement);
        source.Cancel();
    }
}
