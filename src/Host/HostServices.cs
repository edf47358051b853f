using DiffOG.Host.Composition;
using DiffOG.Host.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host;

/// <summary>What the program was given by its surroundings; tests give it something else.</summary>
internal sealed record HostSurroundings(TextWriter Out, TextWriter Error, IReadOnlyDictionary<string, string> Variables, string CurrentFolder)
{
    /// <summary>Whether output goes to a file or another program: plain text then.</summary>
    public bool IsRedirected { get; init; } = true;

    /// <summary>A variable, or null.</summary>
    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    /// <summary>Those of this process.</summary>
    public static HostSurroundings OfProcess() => new(
        Console.Out,
        Console.Error,
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
        Directory.GetCurrentDirectory())
    {
        IsRedirected = Console.IsOutputRedirected,
    };
}

/// <summary>
/// The program's services. Commands are built on it before the command line is parsed, so nothing is made before it is
/// asked for: <c>--help</c> loads no plugin and no Torch.
/// </summary>
internal sealed class HostServices : IDisposable
{
    private readonly ServiceProvider _provider;

    private HostServices(HostSurroundings surroundings, ServiceProvider provider) => (Surroundings, _provider) = (surroundings, provider);

    public HostSurroundings Surroundings { get; }

    /// <summary>Folders named by <c>--plugins</c>; set after parsing, before the catalogue is asked for.</summary>
    public IReadOnlyList<string> PluginFolders { get; set; } = [];

    /// <summary>All plugins; folders are read on first use.</summary>
    public PluginCatalogue Plugins => _provider.GetRequiredService<PluginCatalogue>();

    public ExperimentLoader Experiments => _provider.GetRequiredService<ExperimentLoader>();

    public TimeProvider Time => _provider.GetRequiredService<TimeProvider>();

    /// <summary>Registers everything; constructs nothing.</summary>
    /// <param name="surroundings">Terminal, environment, current folder.</param>
    /// <param name="configure">Replaces or adds services.</param>
    public static HostServices Build(HostSurroundings surroundings, Action<IServiceCollection>? configure = null)
    {
        HostServices? host = null;
        ServiceCollection services = new();
        services.AddSingleton(surroundings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ILoggerFactory>(_ => LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Information)
            .AddProvider(new StandardErrorLog(surroundings.Error))));
        services.AddSingleton(p => PluginCatalogue.Load(
            Composition.PluginFolders.Default(host!.PluginFolders, surroundings.Variable(Composition.PluginFolders.Variable)), p.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(p => new ExperimentLoader(p.GetRequiredService<PluginCatalogue>(), surroundings.CurrentFolder));
        configure?.Invoke(services);
        return host = new HostServices(surroundings, services.BuildServiceProvider());
    }

    /// <summary>Composes an experiment from a file, the environment and assignments.</summary>
    public ComposedExperiment Load(string file, IReadOnlyList<string> sets) => Experiments.Load(file, sets, Surroundings.Variables);

    public void Dispose() => _provider.Dispose();
}
