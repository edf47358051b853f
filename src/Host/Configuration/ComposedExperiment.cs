using System.Text.Json.Nodes;
using DiffOG.Host.Experiments;

namespace DiffOG.Host.Configuration;

/// <summary>An experiment, composed from its layers and checked.</summary>
/// <param name="Options">Bound, with every plugin's options in an instance of its own options class.</param>
/// <param name="Json">The same with all defaults written out; loading it again gives the same experiment.</param>
public sealed record ComposedExperiment(ExperimentOptions Options, JsonObject Json)
{
    /// <summary>The folder of the experiment file, absolute: <see cref="DiffOG.Composition.PluginContext.BaseFolder"/> of its plugins.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>What it was composed from: files (absolute), environment variables, assignments; the last counted most.</summary>
    public required IReadOnlyList<string> Sources { get; init; }
}
