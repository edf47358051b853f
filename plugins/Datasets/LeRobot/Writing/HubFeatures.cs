using System.Text.Json.Nodes;
using DiffOG.Datasets.LeRobot.Format;

namespace DiffOG.Datasets.LeRobot.Writing;

/// <summary>What the Hugging Face datasets library looks for in a table, above all to know pictures from other structures.</summary>
internal static class HubFeatures
{
    internal const string Key = "huggingface";

    /// <summary>The columns of a dataset in that library's words.</summary>
    internal static string Of(DatasetInfo info)
    {
        var features = new JsonObject();
        foreach (Feature feature in info.Features.Values)
            features[feature.Name] = feature.IsPicture ? new JsonObject { ["_type"] = "Image" } : Numbers(feature);
        return new JsonObject { ["info"] = new JsonObject { ["features"] = features } }.ToJsonString();
    }

    private static JsonObject Numbers(Feature feature)
    {
        var value = new JsonObject { ["dtype"] = feature.Type, ["_type"] = "Value" };
        // A feature of the shape [1] is kept as single values, a longer one as lists.
        return feature.Width > 1 ? new JsonObject { ["feature"] = value, ["length"] = feature.Width, ["_type"] = "Sequence" } : value;
    }
}
