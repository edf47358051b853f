using System.CommandLine;

namespace DiffOG.Host.Commands;

/// <summary>The commands that execute stages of an experiment.</summary>
internal static class RunCommands
{
    public static IEnumerable<Command> Create(HostServices services) => [];
}
