using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using DiffOG.Composition;

namespace DiffOG.Host.Configuration;

/// <summary>What a type looks like in JSON.</summary>
internal enum ShapeKind
{
    Boolean,
    Integer,
    Number,
    Text,
    Enum,
    List,
    Dictionary,
    Object,

    /// <summary>A <see cref="PluginChoice"/>: an object whose <c>options</c> depend on its <c>id</c>.</summary>
    Choice,
}

/// <summary>A type as the configuration sees it: the one model behind binding, validation, the schema and the composed JSON.</summary>
internal sealed class OptionsShape
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionsProperty>> Known = new();

    private static readonly HashSet<Type> Integers = [typeof(int), typeof(long), typeof(short), typeof(byte), typeof(sbyte), typeof(uint), typeof(ushort), typeof(ulong)];

    private static readonly HashSet<Type> Numbers = [typeof(double), typeof(float), typeof(decimal)];

    private OptionsShape(ShapeKind kind, Type type) => (Kind, Type) = (kind, type);

    public ShapeKind Kind { get; }

    /// <summary>The type, without <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    /// <summary>Whether null is a value.</summary>
    public bool AllowsNull { get; private init; }

    /// <summary>What lists and dictionaries hold.</summary>
    public OptionsShape? Element { get; private init; }

    /// <summary>The kind of plugin that is chosen.</summary>
    public PluginKind Plugin { get; private init; }

    /// <summary>The properties of an object, base classes first; those of a choice without <c>options</c>.</summary>
    public IReadOnlyList<OptionsProperty> Properties => Known.GetOrAdd(Type, PropertiesOf);

    /// <summary>The names of an enumeration as JSON has them.</summary>
    public IReadOnlyList<string> EnumNames => [.. Enum.GetNames(Type).Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>The shape of an options class.</summary>
    public static OptionsShape Of(Type type) => new(ShapeKind.Object, type);

    /// <summary>Walks everything that can be reached.</summary>
    /// <exception cref="UnsupportedOptionException">A property has a type that JSON cannot set; it is named.</exception>
    public static void Check(Type type) => Check(Of(type), []);

    /// <summary>The shape of a property.</summary>
    internal static OptionsShape Of(PropertyInfo property) =>
        Of(new NullabilityInfoContext().Create(property), property.GetCustomAttribute<PluginOfAttribute>()?.Kind)
        ?? throw new UnsupportedOptionException($"{property.DeclaringType!.Name}.{property.Name} is a {property.PropertyType}.");

    private static void Check(OptionsShape shape, HashSet<Type> seen)
    {
        for (OptionsShape? level = shape; level is not null; level = level.Element)
        {
            if (level.Kind == ShapeKind.Object && seen.Add(level.Type))
            {
                foreach (OptionsProperty property in level.Properties)
                    Check(property.Shape, seen);
            }
        }
    }

    private static OptionsShape? Of(NullabilityInfo info, PluginKind? plugin)
    {
        Type type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        bool nullable = type != info.Type || (!type.IsValueType && info.WriteState == NullabilityState.Nullable);
        OptionsShape? element = ElementOf(type) is null ? null : Of(info.ElementType ?? info.GenericTypeArguments[^1], plugin);
        return KindOf(type, element, plugin) is { } kind
            ? new OptionsShape(kind, type) { AllowsNull = nullable, Element = element, Plugin = plugin ?? default }
            : null;
    }

    private static ShapeKind? KindOf(Type type, OptionsShape? element, PluginKind? plugin) => type switch
    {
        _ when type == typeof(bool) => ShapeKind.Boolean,
        _ when Integers.Contains(type) => ShapeKind.Integer,
        _ when Numbers.Contains(type) => ShapeKind.Number,
        _ when type == typeof(string) => ShapeKind.Text,
        { IsEnum: true } => ShapeKind.Enum,
        _ when IsDictionary(type) => element is null ? null : ShapeKind.Dictionary,
        _ when ElementOf(type) is not null => element is null ? null : ShapeKind.List,
        _ when typeof(PluginChoice).IsAssignableFrom(type) => plugin is null ? null : ShapeKind.Choice,
        { IsClass: true, IsAbstract: false } when type.Namespace != nameof(System) && type.GetConstructor(Type.EmptyTypes) is not null => ShapeKind.Object,
        _ => null,
    };

    private static bool IsDictionary(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Dictionary<,>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
        && type.GenericTypeArguments[0] == typeof(string);

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray && type.GetArrayRank() == 1)
            return type.GetElementType();
        if (IsDictionary(type))
            return type.GenericTypeArguments[1];
        // Whatever an array or a List<T> can be assigned to.
        return type.IsGenericType && type.GenericTypeArguments.Length == 1 && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.GenericTypeArguments))
            ? type.GenericTypeArguments[0] : null;
    }

    private static List<OptionsProperty> PropertiesOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true } && p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .Where(p => !(p.DeclaringType == typeof(PluginChoice) && p.Name == nameof(PluginChoice.Options)))
            .OrderBy(p => Depth(p.DeclaringType!)).ThenBy(p => p.MetadataToken)
            .Select(p => new OptionsProperty(p))];

    private static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);
}
