using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiffOG.Learning.Training;

/// <summary>How JSON inside checkpoints is written.</summary>
internal static class CheckpointJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
