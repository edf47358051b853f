using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Host.Experiments;

namespace DiffOG.Host.Configuration;

/// <summary>The JSON schema (draft 2020-12) of experiment files, with the options of every loaded plugin.</summary>
internal sealed class ExperimentSchema(PluginCatalogue catalogue)
{
    /// <summary>Writes the schema.</summary>
    public JsonObject Write()
    {
        JsonObject root = Object(OptionsShape.Of(typeof(ExperimentOptions)), new ExperimentOptions());
        JsonObject properties = (JsonObject)root["properties"]!;
        properties["$schema"] = new JsonObject { ["type"] = "string" };
        properties["extends"] = new JsonObject
        {
            ["description"] = "Files that this one builds on, relative to it; later ones win, this file wins over all.",
            ["type"] = new JsonArray("array", "string"),
            ["items"] = new JsonObject { ["type"] = "string" },
        };
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "DiffOG experiment",
        };
        foreach ((string key, JsonNode? value) in root.ToList())
        {
            root.Remove(key);
            schema[key] = value;
        }
        // What a file extends may bring the required keys.
        schema["if"] = new JsonObject { ["not"] = new JsonObject { ["required"] = new JsonArray("extends") } };
        schema["then"] = Complete(OptionsShape.Of(typeof(ExperimentOptions)), new ExperimentOptions());
        schema["$defs"] = Definitions();
        return schema;
    }

    /// <summary>What a file that extends no other must hold.</summary>
    private static JsonObject Complete(OptionsShape shape, object defaults) => new()
    {
        ["required"] = Required(shape, defaults),
        ["properties"] = new JsonObject(shape.Properties
            .Where(p => p.Shape.Kind == ShapeKind.Choice && !Rules.IsGiven(p.Get(defaults)))
            .Select(p => new KeyValuePair<string, JsonNode?>(p.Name, new JsonObject { ["required"] = new JsonArray("id") }))),
    };

    private JsonObject Definitions()
    {
        JsonObject definitions = [];
        foreach (PluginDescriptor plugin in catalogue.Plugins)
        {
            JsonObject options = Object(OptionsShape.Of(plugin.OptionsType), Activator.CreateInstance(plugin.OptionsType)!);
            options["description"] = plugin.Description;
            definitions[Name(plugin.Kind, plugin.Id)] = options;
        }
        return definitions;
    }

    private JsonObject Object(OptionsShape shape, object? defaults)
    {
        JsonObject properties = [];
        foreach (OptionsProperty property in shape.Properties)
            properties[property.Name] = Property(property, defaults is null ? null : property.Get(defaults));
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonArray Required(OptionsShape shape, object? defaults) =>
        [.. shape.Properties.Where(p => p.IsRequired && !Rules.IsGiven(defaults is null ? null : p.Get(defaults))).Select(p => (JsonNode)p.Name)];

    private JsonObject Property(OptionsProperty property, object? preset)
    {
        JsonObject schema = Of(property.Shape, preset);
        if (property.Description is { } description)
            schema["description"] = description;
        foreach (ValidationAttribute rule in property.Rules)
            Add(schema, rule, property.Shape.Kind == ShapeKind.Text);
        // The default is information for a person; objects show theirs in their own members.
        if (preset is not null && property.Shape.Kind is not (ShapeKind.Object or ShapeKind.Choice) && preset is not "")
            schema["default"] = OptionsJson.Value(preset, property.Shape);
        return schema;
    }

    private JsonObject Of(OptionsShape shape, object? preset)
    {
        JsonObject schema = shape.Kind switch
        {
            ShapeKind.Boolean => Typed("boolean"),
            ShapeKind.Integer => Typed("integer"),
            ShapeKind.Number => Typed("number"),
            ShapeKind.Text => Typed("string"),
            ShapeKind.Enum => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. shape.EnumNames.Select(n => (JsonNode)n)]) },
            ShapeKind.List => new JsonObject { ["type"] = "array", ["items"] = Element(shape.Element!) },
            ShapeKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(shape.Element!, null) },
            ShapeKind.Choice => Choice(shape, preset as PluginChoice),
            _ => Object(shape, preset ?? Activator.CreateInstance(shape.Type)),
        };
        if (!shape.AllowsNull)
            return schema;
        schema["type"] = new JsonArray((string)schema["type"]!, "null");
        if (schema["enum"] is JsonArray values)
            values.Add(null);
        return schema;
    }

    /// <summary>Lists replace each other as a whole, so their elements are complete wherever they stand.</summary>
    private JsonObject Element(OptionsShape shape)
    {
        JsonObject schema = Of(shape, null);
        if (shape.Kind is ShapeKind.Object or ShapeKind.Choice && Required(shape, Activator.CreateInstance(shape.Type)) is { Count: > 0 } required)
            schema["required"] = required;
        return schema;
    }

    /// <summary>Which options are allowed depends on the id: one if/then a plugin.</summary>
    private JsonObject Choice(OptionsShape shape, PluginChoice? preset)
    {
        JsonObject schema = Object(shape, preset ?? Activator.CreateInstance(shape.Type));
        JsonObject properties = (JsonObject)schema["properties"]!;
        JsonArray ids = [];
        JsonArray cases = [];
        foreach (string id in catalogue.Ids(shape.Plugin))
        {
            ids.Add(id);
            JsonObject condition = new() { ["properties"] = new JsonObject { ["id"] = new JsonObject { ["const"] = id } } };
            if (id != preset?.Id)
                condition["required"] = new JsonArray("id");
            cases.Add(new JsonObject
            {
                ["if"] = condition,
                ["then"] = new JsonObject { ["properties"] = new JsonObject { ["options"] = new JsonObject { ["$ref"] = "#/$defs/" + Name(shape.Plugin, id).Replace("/", "~1", StringComparison.Ordinal) } } },
            });
        }
        ((JsonObject)properties["id"]!)["enum"] = ids;
        properties["options"] = Typed("object");
        if (cases.Count > 0)
            schema["allOf"] = cases;
        return schema;
    }

    private static void Add(JsonObject schema, ValidationAttribute rule, bool isText)
    {
        switch (rule)
        {
            case RangeAttribute range:
                // An infinite bound is none, and JSON cannot write it.
                if (Number(range.Minimum) is { } low && double.IsFinite(low))
                    schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = low;
                if (Number(range.Maximum) is { } high && double.IsFinite(high))
                    schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = high;
                break;
            case MinLengthAttribute least:
                schema[isText ? "minLength" : "minItems"] = least.Length;
                break;
            case MaxLengthAttribute most:
                schema[isText ? "maxLength" : "maxItems"] = most.Length;
                break;
            case LengthAttribute both:
                schema[isText ? "minLength" : "minItems"] = both.MinimumLength;
                schema[isText ? "maxLength" : "maxItems"] = both.MaximumLength;
                break;
            case RegularExpressionAttribute pattern:
                schema["pattern"] = $"^(?:{pattern.Pattern})$";
                break;
        }
    }

    private static double? Number(object value) =>
        double.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static string Name(PluginKind kind, string id) => $"{JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}.{id}";
}
