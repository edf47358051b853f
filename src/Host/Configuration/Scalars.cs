using System.Globalization;
using System.Text.Json;

namespace DiffOG.Host.Configuration;

/// <summary>Turns scalars into values of the type that is wanted, exactly or not at all.</summary>
internal static class Scalars
{
    /// <summary>The value, or null where the node does not hold one of this shape.</summary>
    public static object? Read(ConfigNode node, OptionsShape shape) => shape.Kind switch
    {
        ShapeKind.Boolean => node.Kind is NodeKind.Boolean or NodeKind.Loose && bool.TryParse(node.Text, out bool flag) ? flag : null,
        ShapeKind.Integer => IsNumber(node) ? Integer(node.Text, shape.Type) : null,
        ShapeKind.Number => IsNumber(node) ? Number(node.Text, shape.Type) : null,
        ShapeKind.Text => Text(node),
        ShapeKind.Enum => Text(node) is { } name && shape.EnumNames.ToList().IndexOf(name) is var i and >= 0 ? Enum.Parse(shape.Type, Enum.GetNames(shape.Type)[i]) : null,
        _ => null,
    };

    /// <summary>The text of a string; an assignment may write it with quotes or without.</summary>
    public static string? Text(ConfigNode node)
    {
        if (node.Kind != NodeKind.Loose || !node.Text.StartsWith('"'))
            return node.Kind is NodeKind.Text or NodeKind.Loose ? node.Text : null;
        try
        {
            return JsonSerializer.Deserialize<string>(node.Text);
        }
        catch (JsonException)
        {
            return node.Text;
        }
    }

    private static bool IsNumber(ConfigNode node) => node.Kind is NodeKind.Number or NodeKind.Loose;

    private static object? Integer(string text, Type type)
    {
        // 2000.0 and 2e3 are whole numbers in JSON; 1.5 is none.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) || value != decimal.Truncate(value))
            return null;
        try
        {
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static object? Number(string text, Type type)
    {
        if (type == typeof(decimal))
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) ? exact : null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            return null;
        if (type == typeof(double))
            return value;
        return float.IsFinite((float)value) ? (float)value : null;
    }
}
