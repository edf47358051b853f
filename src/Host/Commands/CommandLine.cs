using System.CommandLine;
using System.CommandLine.Invocation;
using DiffOG.Diagnostics;

namespace DiffOG.Host.Commands;

/// <summary>The <c>diffog</c> command: parses, runs one command, and is the one place where failures become text.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, HostSurroundings surroundings, CancellationToken cancellation)
    {
        try
        {
            using HostServices services = HostServices.Build(surroundings);
            return await RunAsync(args, services, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!IsDebug(surroundings) || failure is OperationCanceledException)
        {
            surroundings.Error.WriteLine(Explain(failure));
            return ExitCodes.Of(failure);
        }
        catch (Exception failure)
        {
            surroundings.Error.WriteLine(failure);
            return ExitCodes.Of(failure);
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Root(HostServices services)
    {
        RootCommand root = new("Trains robot policies and makes their trajectories executable. Exit codes: 0 done, 2 command line or configuration, 3 failed, 4 native library missing, 5 hardware, 130 stopped.");
        root.Options.Add(PluginsOption);
        foreach (Command command in RunCommands.Create(services))
            root.Subcommands.Add(command);
        root.Subcommands.Add(ViewCommand.Create(services));
        root.Subcommands.Add(PluginsCommand.Create(services));
        root.Subcommands.Add(ConfigCommand.Create(services));
        root.Subcommands.Add(ImagesCommand.Create(services));
        root.Subcommands.Add(DataCommand.Create(services));
        root.Subcommands.Add(WeightsCommand.Create(services));
        root.Subcommands.Add(QpCommand.Create(services));
        root.Subcommands.Add(DoctorCommand.Create(services));
        return root;
    }

    private static readonly Option<string[]> PluginsOption = new("--plugins")
    {
        Description = "Folder with plugins, looked at before all others; may be given more than once.",
        HelpName = "DIR",
        Recursive = true,
    };

    private static async Task<int> RunAsync(string[] args, HostServices services, CancellationToken cancellation)
    {
        ParseResult parsed = Root(services).Parse(args);
        // A value can be asked for only where the line is in order; otherwise the parser's own report follows.
        if (parsed.Errors.Count == 0)
            services.PluginFolders = [.. (parsed.GetValue(PluginsOption) ?? []).Select(f => Path.GetFullPath(f, services.Surroundings.CurrentFolder))];
        else
            services.Surroundings.Error.WriteLine($"diffog: {NotUnderstood(args).Message}");
        int code = await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = services.Surroundings.Out,
                Error = services.Surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // signals are the program's own business: stages write a checkpoint first
            },
            cancellation).ConfigureAwait(false);
        return parsed.Action is ParseErrorAction ? ExitCodes.Configuration : code;
    }

    private static DiffOGException NotUnderstood(string[] args) => new(
        "DOG1010", $"The command line 'diffog {string.Join(' ', args)}' is not understood.", "What is wrong with it stands below, with the nearest commands and the usage.");

    private static bool IsDebug(HostSurroundings surroundings) => surroundings.Variable("DIFFOG_DEBUG") is { Length: > 0 } and not "0";

    private static string Explain(Exception failure) => failure switch
    {
        OperationCanceledException => "diffog: stopped.",
        DiffOGException known => $"diffog: {known.Message}",
        IOException or UnauthorizedAccessException => $"diffog: {new DiffOGException("DOG1090", failure.Message, "Check that the file and its folder exist and may be used, and that the disk has space; DIFFOG_DEBUG=1 shows where it happened.").Message}",
        _ => $"diffog: {new DiffOGException("DOG1099", $"An error that nobody foresaw: {failure.GetType().Name}: {failure.Message}", "Set DIFFOG_DEBUG=1 to see where, and please report it.").Message}",
    };
}
