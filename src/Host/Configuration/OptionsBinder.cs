using System.Collections;
using System.Reflection;
using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Host.Wording;

namespace DiffOG.Host.Configuration;

/// <summary>Turns a composed tree into options, strictly, and notes everything that is wrong on the way.</summary>
internal sealed class OptionsBinder(PluginCatalogue catalogue, List<ConfigurationProblem> problems)
{
    private static readonly PropertyInfo ChoiceOptions = typeof(PluginChoice).GetProperty(nameof(PluginChoice.Options))!;

    /// <summary>Binds a whole configuration.</summary>
    /// <param name="root">An object.</param>
    /// <param name="defaults">An instance of the class; not changed.</param>
    /// <param name="path">The path of the root, as messages begin with it.</param>
    /// <returns>The options; the defaults where the root is no object.</returns>
    public object Bind(ConfigNode root, object defaults, string path = "") => BindObject(root, root.Place, OptionsShape.Of(defaults.GetType()), defaults, path, []) ?? defaults;

    // Without a node nothing is written: the defaults are checked, and plugins' options filled in; owner is the nearest
    // place that is written, extra are keys that are allowed besides the properties.
    private object? BindObject(ConfigNode? node, Place owner, OptionsShape shape, object? defaults, string path, string[] extra)
    {
        if (node is not null && node.Kind != NodeKind.Object)
            return Wrong(node, path, Allowed.By(shape));
        object made = Copy(defaults, shape);
        Dictionary<OptionsProperty, ConfigNode> written = node is null ? [] : Written(node, shape, path, extra);
        Place At(OptionsProperty? p) => p is not null && written.TryGetValue(p, out ConfigNode? n) ? n.Place : node?.Place ?? owner;
        int before = problems.Count;
        foreach (OptionsProperty property in shape.Properties)
            BindProperty(made, property, written.GetValueOrDefault(property), node?.Place ?? owner, JsonPath.Join(path, property.Name));
        // Rules of other properties are checked all the same, so that all errors come at once; those across only on sound values.
        if (Rules.OfProperties(made, shape, path, At, problems) && problems.Count == before)
            Rules.AcrossProperties(made, shape, path, At, problems);
        return made;
    }

    private void BindProperty(object owner, OptionsProperty property, ConfigNode? node, Place place, string path)
    {
        object? preset = property.Get(owner);
        if (node is null && property.IsRequired && !Rules.IsGiven(preset))
            problems.Add(new ConfigurationProblem("DOG1208", place.ToString(), path, "the required key is missing", Allowed.By(property)));
        else if (node is null)
            property.Set(owner, Fill(property.Shape, preset, place, path));
        else if (BindValue(node, property.Shape, preset, path, Allowed.By(property), property.IsPath, out object? value))
            property.Set(owner, value);
    }

    private object? Fill(OptionsShape shape, object? preset, Place place, string path) => shape.Kind switch
    {
        ShapeKind.Object when preset is not null => BindObject(null, place, shape, preset, path, []),
        ShapeKind.Choice when preset is not null => BindChoice(null, place, shape, preset, path),
        _ => preset,
    };

    private bool BindValue(ConfigNode node, OptionsShape shape, object? preset, string path, string allowed, bool isPath, out object? value)
    {
        value = null;
        if (node.Kind == NodeKind.Null)
            return shape.AllowsNull || Wrong(node, path, allowed) is not null;
        value = shape.Kind switch
        {
            ShapeKind.Object => BindObject(node, node.Place, shape, preset, path, []),
            ShapeKind.Choice => BindChoice(node, node.Place, shape, preset, path),
            ShapeKind.List => BindList(node, shape, path, allowed, isPath),
            ShapeKind.Dictionary => BindDictionary(node, shape, path, allowed, isPath),
            _ => BindScalar(node, shape, path, allowed, isPath),
        };
        return value is not null;
    }

    private object? BindScalar(ConfigNode node, OptionsShape shape, string path, string allowed, bool isPath)
    {
        object? value = Scalars.Read(node, shape);
        if (value is not null)
            return isPath && value is string { Length: > 0 } text ? Path.GetFullPath(text, node.Place.Source.BaseFolder) : value;
        string hint = shape.Kind == ShapeKind.Enum && Scalars.Text(node) is { } name ? Nearest.Hint(name, shape.EnumNames) : "";
        return Wrong(node, path, allowed, hint, shape.Kind == ShapeKind.Enum && hint.Length > 0 ? "DOG1207" : "DOG1206");
    }

    private object? BindList(ConfigNode node, OptionsShape shape, string path, string allowed, bool isPath)
    {
        if (node.Kind != NodeKind.Array)
            return Wrong(node, path, allowed);
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(ClrElement(shape)))!;
        foreach ((string index, ConfigNode element) in node.Members)
        {
            if (index != $"{list.Count}")
                return Wrong(element, $"{path}[{index}]", $"index 0 to {list.Count}, as the list has {list.Count} elements");
            if (!BindValue(element, shape.Element!, null, JsonPath.Join(path, list.Count), Allowed.By(shape.Element!), isPath, out object? value) && !shape.Element!.AllowsNull)
                value = shape.Element.Type.IsValueType ? Activator.CreateInstance(shape.Element.Type) : null; // keeps later indices right; a problem is noted
            list.Add(value);
        }
        if (!shape.Type.IsArray)
            return list;
        Array array = Array.CreateInstance(ClrElement(shape), list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private IDictionary? BindDictionary(ConfigNode node, OptionsShape shape, string path, string allowed, bool isPath)
    {
        if (node.Kind != NodeKind.Object)
            return (IDictionary?)Wrong(node, path, allowed);
        IDictionary made = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), ClrElement(shape)))!;
        foreach ((string key, ConfigNode member) in node.Members)
        {
            if (BindValue(member, shape.Element!, null, JsonPath.Join(path, key), Allowed.By(shape.Element!), isPath, out object? value))
                made.Add(key, value);
        }
        return made;
    }

    private PluginChoice? BindChoice(ConfigNode? node, Place owner, OptionsShape shape, object? preset, string path)
    {
        if (BindObject(node, owner, shape, preset, path, ["options"]) is not PluginChoice choice || choice.Id.Length == 0)
            return null;
        ConfigNode? options = node is null ? null : Member(node, "options");
        ConfigNode? id = node is null ? null : Member(node, "id");
        if (catalogue.TryFind(shape.Plugin, choice.Id) is not { } plugin)
        {
            problems.Add(new ConfigurationProblem("DOG1209", (id?.Place ?? node?.Place ?? owner).ToString(), JsonPath.Join(path, "id"), Sentence(catalogue.NotFound(shape.Plugin, choice.Id, hint: false).Detail),
                Hint: Nearest.Hint(choice.Id, catalogue.Ids(shape.Plugin))));
            return choice;
        }
        string below = JsonPath.Join(path, "options");
        object? bound = BindObject(options, options?.Place ?? node?.Place ?? owner, OptionsShape.Of(plugin.OptionsType), null, below, []);
        ChoiceOptions.SetValue(choice, bound);
        return choice;
    }

    private Dictionary<OptionsProperty, ConfigNode> Written(ConfigNode node, OptionsShape shape, string path, string[] extra)
    {
        Dictionary<OptionsProperty, ConfigNode> written = [];
        foreach ((string name, ConfigNode member) in node.Members)
        {
            StringComparison comparison = member.Place.Source.AnyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            if (shape.Properties.FirstOrDefault(p => p.Name.Equals(name, comparison)) is { } property)
                written.Add(property, member);
            else if (!extra.Any(e => e.Equals(name, comparison)))
                Unknown(name, member, path, [.. shape.Properties.Select(p => p.Name), .. extra]);
        }
        return written;
    }

    private void Unknown(string name, ConfigNode member, string path, IReadOnlyList<string> names) => problems.Add(new ConfigurationProblem(
        "DOG1205", member.Key.ToString(), JsonPath.Join(path, name), "there is no such key", names.Count == 0 ? "no key at all" : string.Join(", ", names), Nearest.Hint(name, names)));

    private object? Wrong(ConfigNode node, string path, string allowed, string hint = "", string id = "DOG1206")
    {
        problems.Add(new ConfigurationProblem(id, node.Place.ToString(), path, $"found {node.Quoted}", allowed, hint));
        return null;
    }

    private static ConfigNode? Member(ConfigNode node, string name) =>
        node.Members.FirstOrDefault(m => m.Key.Equals(name, m.Value is { Place.Source.AnyCase: true } ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)).Value;

    /// <summary>A fresh instance with the values of another: an instance that options share as a default must not change.</summary>
    private static object Copy(object? defaults, OptionsShape shape)
    {
        object made = Activator.CreateInstance(shape.Type)!;
        foreach (OptionsProperty property in defaults is null ? [] : shape.Properties)
            property.Set(made, property.Get(defaults!));
        return made;
    }

    private static Type ClrElement(OptionsShape shape) => shape.Type.IsArray ? shape.Type.GetElementType()! : shape.Type.GenericTypeArguments[^1];

    private static string Sentence(string text) => char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
}
