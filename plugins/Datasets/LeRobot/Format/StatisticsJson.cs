using System.Text.Json;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>Statistics as JSON: {feature: {min, max, mean, std}}.</summary>
internal static class StatisticsJson
{
    internal const string FileName = "meta/stats.json";

    /// <summary>Statistics of all episodes together; empty where there are none.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1461.</exception>
    internal static IReadOnlyDictionary<string, FeatureStatistics> Read(DatasetFolder folder)
    {
        string path = folder.PathOf(FileName);
        return File.Exists(path) ? JsonFile.Read(path, From) : new Dictionary<string, FeatureStatistics>();
    }

    /// <summary>Features that state less than these four are left out.</summary>
    internal static IReadOnlyDictionary<string, FeatureStatistics> From(JsonElement stats)
    {
        var all = new Dictionary<string, FeatureStatistics>(StringComparer.Ordinal);
        if (stats.ValueKind != JsonValueKind.Object)
            throw new FormatException("its statistics are no JSON object");
        foreach (JsonProperty feature in stats.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Object))
        {
            if (feature.Value.TryGetProperty("min", out JsonElement min) && feature.Value.TryGetProperty("max", out JsonElement max)
                && feature.Value.TryGetProperty("mean", out JsonElement mean) && feature.Value.TryGetProperty("std", out JsonElement std))
                all[feature.Name] = new FeatureStatistics([.. min.Flat()], [.. max.Flat()], [.. mean.Flat()], [.. std.Flat()]);
        }
        return all;
    }
}
