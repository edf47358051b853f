using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Composition;

namespace DiffOG.Host.Configuration;

/// <summary>Writes bound options as JSON, defaults included; reading it again gives equal options.</summary>
internal static class OptionsJson
{
    /// <summary>Writes an options object.</summary>
    public static JsonObject Write(object options) => Object(options, OptionsShape.Of(options.GetType()));

    private static JsonObject Object(object value, OptionsShape shape)
    {
        JsonObject json = [];
        foreach (OptionsProperty property in shape.Properties)
            json[property.Name] = Value(property.Get(value), property.Shape);
        if (value is PluginChoice { Options: { } options })
            json["options"] = Write(options);
        return json;
    }

    /// <summary>Writes one value of a shape.</summary>
    public static JsonNode? Value(object? value, OptionsShape shape) => value is null ? null : shape.Kind switch
    {
        ShapeKind.Object or ShapeKind.Choice => Object(value, shape),
        ShapeKind.List => new JsonArray([.. ((IEnumerable)value).Cast<object?>().Select(v => Value(v, shape.Element!))]),
        ShapeKind.Dictionary => Dictionary((IEnumerable)value, shape.Element!),
        ShapeKind.Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!),
        _ => JsonSerializer.SerializeToNode(value, shape.Type),
    };

    private static JsonObject Dictionary(IEnumerable entries, OptionsShape element)
    {
        JsonObject json = [];
        foreach (dynamic entry in entries)
            json[(string)entry.Key] = Value((object?)entry.Value, element);
        return json;
    }
}
