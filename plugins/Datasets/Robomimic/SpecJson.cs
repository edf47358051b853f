using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiffOG.Datasets.Robomimic;

/// <summary>How specs stand in the attribute <c>diffog</c>.</summary>
internal static class SpecJson
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
