using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>What LeRobot's own description has no place for, kept in info.json under <see cref="DatasetInfo.Member"/>.</summary>
/// <param name="Observations">The parts that <c>observation.state</c> holds one after the other.</param>
/// <param name="Mode">Relative or absolute.</param>
/// <param name="Dimensions">Of the action.</param>
internal sealed record WrittenSpecs(IReadOnlyList<ObservationEntry> Observations, ActionMode Mode, IReadOnlyList<ActionDimension> Dimensions)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="JsonException">It is something else.</exception>
    internal static WrittenSpecs From(JsonElement element) =>
        element.Deserialize<WrittenSpecs>(Json) is { Observations.Count: > 0, Dimensions.Count: > 0 } specs && specs.Observations.All(o => o.Size > 0)
            ? specs : throw new FormatException($"'{DatasetInfo.Member}' names no observations or no actions");
}
