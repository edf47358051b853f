using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DiffOG.Host.Tests.Configuration;

/// <summary>Validates against the keywords of draft 2020-12 that the schema of experiments uses; any other keyword is an error.</summary>
internal sealed class MiniSchema(JsonObject root)
{
    private static readonly HashSet<string> Notes = ["$schema", "$defs", "title", "description", "default", "then"];

    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode schema, JsonNode? value) => schema is JsonValue flag
        ? flag.GetValue<bool>()
        : schema.AsObject().All(k => Notes.Contains(k.Key) || Holds(schema.AsObject(), k.Key, k.Value!, value));

    private bool Holds(JsonObject schema, string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "type" => (rule is JsonArray many ? many.Select(t => (string)t!) : [(string)rule!]).Any(t => Is(t, value)),
        "enum" => rule.AsArray().Any(v => JsonNode.DeepEquals(v, value)),
        "const" => JsonNode.DeepEquals(rule, value),
        "minimum" => value?.GetValueKind() != JsonValueKind.Number || (double)value >= (double)rule,
        "maximum" => value?.GetValueKind() != JsonValueKind.Number || (double)value <= (double)rule,
        "exclusiveMinimum" => value?.GetValueKind() != JsonValueKind.Number || (double)value > (double)rule,
        "exclusiveMaximum" => value?.GetValueKind() != JsonValueKind.Number || (double)value < (double)rule,
        "minItems" => value is not JsonArray a || a.Count >= (int)rule,
        "maxItems" => value is not JsonArray a || a.Count <= (int)rule,
        "minLength" => value?.GetValueKind() != JsonValueKind.String || ((string)value!).Length >= (int)rule,
        "maxLength" => value?.GetValueKind() != JsonValueKind.String || ((string)value!).Length <= (int)rule,
        "pattern" => value?.GetValueKind() != JsonValueKind.String || Regex.IsMatch((string)value!, (string)rule!),
        "items" => value is not JsonArray a || a.All(e => Accepts(rule, e)),
        "required" => value is not JsonObject o || rule.AsArray().All(n => o.ContainsKey((string)n!)),
        "properties" => value is not JsonObject o || rule.AsObject().All(p => !o.ContainsKey(p.Key) || Accepts(p.Value!, o[p.Key])),
        "additionalProperties" => value is not JsonObject o || o.All(m => schema["properties"]?[m.Key] is not null || Accepts(rule, m.Value)),
        "allOf" => rule.AsArray().All(s => Accepts(s!, value)),
        "not" => !Accepts(rule, value),
        "if" => !Accepts(rule, value) || Accepts(schema["then"]!, value),
        "$ref" => Accepts(root["$defs"]![((string)rule!)["#/$defs/".Length..].Replace("~1", "/", StringComparison.Ordinal)]!, value),
        _ => throw new NotSupportedException($"The schema uses '{keyword}', which this validator does not know."),
    };

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger((double)value!),
        _ => false,
    };
}
