using System.Text.Json;
using DiffOG.Host.Reporting;
using Xunit;

namespace DiffOG.Host.Tests.Reporting;

public sealed class MetricsJsonTests
{
    private readonly JsonElement json = JsonDocument.Parse(MetricsJson.Of(SyntheticRun.Report(6))).RootElement;

    [Fact]
    public void It_says_its_version_and_units()
    {
        Assert.Equal(1, json.GetProperty("formatVersion").GetInt32());
        Assert.Equal("normalised", json.GetProperty("units").GetProperty("actions").GetString());
        Assert.Equal(0.05, json.GetProperty("units").GetProperty("stepDuration").GetDouble());
    }

    [Fact]
    public void Every_refiner_has_every_metric()
    {
        JsonElement diffog = json.GetProperty("refiners")[1];
        Assert.Equal(
            ["label", "pluginId", "success", "paired", "stepsToSuccess", "score", "untilSuccess", "wholeEpisode", "solver", "latency", "episodes"],
            diffog.EnumerateObject().Select(p => p.Name));
        JsonElement motion = diffog.GetProperty("wholeEpisode");
        Assert.Equal(["steps", "violations", "changes", "jerks", "border", "distance"], motion.EnumerateObject().Select(p => p.Name));
        Assert.Equal("translation", motion.GetProperty("changes")[0].GetProperty("group").GetString());
        Assert.Equal(0, motion.GetProperty("violations").GetProperty("steps").GetProperty("count").GetInt32());
        Assert.Equal(72, diffog.GetProperty("solver").GetProperty("solves").GetProperty("solved").GetInt32());
        Assert.Equal(6, diffog.GetProperty("episodes").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("refiners")[0].GetProperty("paired").ValueKind);
    }

    [Fact]
    public void Training_and_validation_are_there_in_short()
    {
        JsonElement loss = json.GetProperty("training")[0];
        Assert.Equal(("train/loss", 2000), (loss.GetProperty("name").GetString(), loss.GetProperty("steps").GetInt32()));
        Assert.True(loss.GetProperty("best").GetDouble() <= loss.GetProperty("last").GetDouble());
        Assert.Equal("repeat last action", json.GetProperty("validation")[2].GetProperty("name").GetString());
    }

    [Fact]
    public void What_is_no_number_is_null()
    {
        string text = MetricsJson.Of(SyntheticRun.Report(1));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(text).RootElement.GetProperty("refiners")[0].GetProperty("untilSuccess").GetProperty("border").GetProperty("inside").GetProperty("std").ValueKind);
    }
}
