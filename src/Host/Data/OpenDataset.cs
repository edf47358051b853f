using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Host.Configuration;
using DiffOG.Host.Progress;
using DiffOG.Host.Stages;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Data;

/// <summary>A dataset that is read: the dataset, what was named, and who is told about the work.</summary>
internal sealed class OpenDataset : IDisposable
{
    private readonly ILoggerFactory loggers;

    private OpenDataset(NamedDataset named, IDemonstrationDataset dataset, ILoggerFactory loggers) => (Named, Dataset, this.loggers) = (named, dataset, loggers);

    /// <summary>What the command line named.</summary>
    internal NamedDataset Named { get; }

    /// <summary>The data.</summary>
    internal IDemonstrationDataset Dataset { get; }

    /// <summary>Opens what was named.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="named">What.</param>
    /// <param name="display">Is told what the plugin warns of.</param>
    internal static OpenDataset Open(HostServices services, NamedDataset named, IDisplay display)
    {
        ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(new DisplayLog(display)));
        try
        {
            var plugins = new CataloguePlugins(services.Plugins, services.Experiments);
            var context = new PluginContext { Plugins = plugins, Loggers = loggers, BaseFolder = named.BaseFolder };
            return new OpenDataset(named, plugins.Create<IDemonstrationDataset>(named.Choice, context), loggers);
        }
        catch
        {
            loggers.Dispose();
            throw;
        }
    }

    /// <summary>Where the data lie; null where the plugin has no option that says so.</summary>
    internal string? Path => Text("path");

    /// <summary>The options of the plugin that limit its memory [MiB], by name.</summary>
    internal IReadOnlyDictionary<string, int> MemoryLimits => Options is null ? new Dictionary<string, int>()
        : Options.Where(o => o.Key.EndsWith("Megabytes", StringComparison.Ordinal) && o.Value is JsonValue).ToDictionary(o => o.Key, o => o.Value!.GetValue<int>());

    /// <summary>All options, defaults included.</summary>
    internal JsonObject? Options => Named.Choice.Options is { } options ? OptionsJson.Write(options) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dataset.Dispose();
        loggers.Dispose();
    }

    private string? Text(string option) => Options?[option] is JsonValue value && value.TryGetValue(out string? text) ? System.IO.Path.GetFullPath(text, Named.BaseFolder) : null;
}
