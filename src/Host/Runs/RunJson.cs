using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiffOG.Host.Runs;

/// <summary>How everything in a run folder is written as JSON.</summary>
internal static class RunJson
{
    /// <summary>For files that people open.</summary>
    internal static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>For one line an event, and for hashes.</summary>
    internal static JsonSerializerOptions Compact { get; } = Create(indented: false);

    /// <summary>A hash of a value's JSON: equal values give equal hashes.</summary>
    /// <param name="value">Anything that serialises; plugin options by their own type.</param>
    /// <returns>64 hexadecimal digits.</returns>
    internal static string Hash(object value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, Compact))));

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
