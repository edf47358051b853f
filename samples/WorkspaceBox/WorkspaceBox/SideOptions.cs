using System.ComponentModel;
using System.Globalization;

namespace WorkspaceBox;

/// <summary>How far one dimension of an absolute action may go. An end that is left out is open.</summary>
public sealed class SideOptions
{
    /// <summary>The smallest value, in the dimension's raw unit.</summary>
    [Description("Smallest value in the raw unit of the dimension; open when left out.")]
    public double? Minimum { get; init; }

    /// <summary>The largest value, in the dimension's raw unit.</summary>
    [Description("Largest value in the raw unit of the dimension; open when left out.")]
    public double? Maximum { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    internal string? Fault => (Minimum, Maximum) switch
    {
        (null, null) => "has neither a minimum nor a maximum",
        ({ } minimum, _) when !double.IsFinite(minimum) => Text($"has the minimum {minimum}, which is not finite"),
        (_, { } maximum) when !double.IsFinite(maximum) => Text($"has the maximum {maximum}, which is not finite"),
        ({ } minimum, { } maximum) when minimum >= maximum => Text($"goes from {minimum} to {maximum}; the minimum must be smaller"),
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
