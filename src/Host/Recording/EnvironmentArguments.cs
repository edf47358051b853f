using DiffOG.Specs;
using System.Text.Json.Nodes;
using DiffOG.Simulation;

namespace DiffOG.Host.Recording;

/// <summary>The attribute <c>env_args</c>, in which robomimic says what simulator a file is of.</summary>
internal static class EnvironmentArguments
{
    // robomimic knows 1 (robosuite), 2 (environments made by name) and 3 (iGibson). Only 2 does not promise what we are not.
    private const int MadeByName = 2;

    /// <summary>Writes it.</summary>
    /// <param name="description">What is recorded.</param>
    /// <param name="cameras">The cameras that the task offers.</param>
    internal static string Of(RecordingDescription description, IEnumerable<CameraSpec> cameras) => new JsonObject
    {
        ["env_name"] = description.Task,
        ["env_version"] = description.TaskVersion,
        ["type"] = MadeByName,
        ["env_kwargs"] = new JsonObject
        {
            ["control_freq"] = description.Rate,
            ["options"] = description.Options.DeepClone(),
            ["cameras"] = new JsonArray([.. cameras.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["width"] = c.Width, ["height"] = c.Height })]),
        },
    }.ToJsonString();
}
