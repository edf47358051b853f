using System.Collections;
using DiffOG.Composition;

namespace DiffOG.Host.Configuration;

/// <summary>The plugins that bound options choose.</summary>
internal static class NestedChoices
{
    /// <summary>All of them, however deep.</summary>
    /// <param name="options">Options of a plugin; null has none.</param>
    public static IEnumerable<(PluginKind Kind, PluginChoice Choice)> In(object? options) =>
        options is null ? [] : Below(options, OptionsShape.Of(options.GetType()));

    private static IEnumerable<(PluginKind, PluginChoice)> Below(object? value, OptionsShape shape) => (shape.Kind, value) switch
    {
        (_, null) => [],
        (ShapeKind.Choice, PluginChoice choice) => [(shape.Plugin, choice), .. In(choice.Options)],
        (ShapeKind.Object, _) => shape.Properties.SelectMany(p => Below(p.Get(value), p.Shape)),
        (ShapeKind.List, IEnumerable elements) => elements.Cast<object?>().SelectMany(e => Below(e, shape.Element!)),
        (ShapeKind.Dictionary, IEnumerable entries) => entries.Cast<dynamic>().SelectMany(e => (IEnumerable<(PluginKind, PluginChoice)>)Below((object?)e.Value, shape.Element!)),
        _ => [],
    };
}
