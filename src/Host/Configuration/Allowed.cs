using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Host.Configuration;

/// <summary>What a property allows, in words.</summary>
internal static class Allowed
{
    /// <summary>Type and rules of a property: "a whole number from 1 to 512".</summary>
    public static string By(OptionsProperty property) =>
        string.Join(", ", new[] { By(property.Shape) + string.Concat(property.Rules.OfType<RangeAttribute>().Select(r => " " + Range(r))) }
            .Concat(property.Rules.Where(r => r is not RangeAttribute).Select(r => By(r, property)))) + (property.Shape.AllowsNull ? ", or null" : "");

    /// <summary>A type.</summary>
    public static string By(OptionsShape shape) => shape.Kind switch
    {
        ShapeKind.Boolean => "true or false",
        ShapeKind.Integer => "a whole number",
        ShapeKind.Number => "a number",
        ShapeKind.Text => "text in quotes",
        ShapeKind.Enum => string.Join(", ", shape.EnumNames.Select(n => $"\"{n}\"")),
        ShapeKind.List => $"a list; each element: {By(shape.Element!)}",
        ShapeKind.Dictionary => $"an object; each value: {By(shape.Element!)}",
        ShapeKind.Choice => "an object with \"id\" and \"options\"",
        _ => "an object",
    };

    /// <summary>A rule that was broken.</summary>
    public static string By(ValidationAttribute rule, OptionsProperty property) => rule switch
    {
        RangeAttribute range => Range(range),
        MinLengthAttribute least => $"at least {Count(least.Length, property)}",
        MaxLengthAttribute most => $"at most {Count(most.Length, property)}",
        LengthAttribute both => $"{both.MinimumLength} to {Count(both.MaximumLength, property)}",
        StringLengthAttribute both => $"{both.MinimumLength} to {Count(both.MaximumLength, property)}",
        RegularExpressionAttribute { ErrorMessage: null } pattern => $"text that matches {pattern.Pattern}",
        AllowedValuesAttribute values => string.Join(", ", values.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))),
        { ErrorMessage: { } words } => words,
        _ => rule.FormatErrorMessage(property.Name).TrimEnd('.'),
    };

    /// <summary>A value as messages quote it.</summary>
    public static string Quote(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        ICollection many => $"{many.Count} element{(many.Count == 1 ? "" : "s")}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Range(RangeAttribute range)
    {
        (string low, string high) = (Number(range.Minimum), Number(range.Maximum));
        return (range.MinimumIsExclusive ? $"above {low}" : $"from {low}") + (range.MaximumIsExclusive ? $" to below {high}" : $" to {high}");
    }

    private static string Number(object value) => value is double number && double.IsInfinity(number) ? "infinity" : Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("E-0", "e-", StringComparison.Ordinal);

    private static string Count(int n, OptionsProperty property) =>
        $"{n} {(property.Shape.Kind == ShapeKind.Text ? "character" : "element")}{(n == 1 ? "" : "s")}";
}
