using DiffOG.Host;
using DiffOG.Host.Commands;

return await CommandLine.RunAsync(args, HostSurroundings.OfProcess(), CancellationToken.None).ConfigureAwait(false);
