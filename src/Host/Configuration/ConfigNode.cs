namespace DiffOG.Host.Configuration;

/// <summary>Where a layer came from.</summary>
/// <param name="Name">As messages name it: a file's path, <c>--set x=1</c>, an environment variable.</param>
/// <param name="BaseFolder">Where its relative paths start, absolute.</param>
internal sealed record ConfigSource(string Name, string BaseFolder)
{
    /// <summary>Whether keys are found in any case, as environment variables need it.</summary>
    public bool AnyCase { get; init; }

    /// <summary>Whether it is a single assignment, which may reach into lists.</summary>
    public bool IsAssignment { get; init; }
}

/// <summary>A position in a source; line 0 where the source has no lines.</summary>
internal readonly record struct Place(ConfigSource Source, int Line, int Column)
{
    public override string ToString() => Line == 0 ? Source.Name : $"{Source.Name}:{Line}:{Column}";
}

/// <summary>What a node holds.</summary>
internal enum NodeKind
{
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,

    /// <summary>Text of an assignment whose type is decided by what it is assigned to.</summary>
    Loose,
}

/// <summary>A value of a configuration, and where it stands.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Place">Where the value begins.</param>
internal sealed record ConfigNode(NodeKind Kind, Place Place)
{
    /// <summary>A scalar as written; a string without its quotes.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where its key begins; its own place where it has none.</summary>
    public Place Key { get; init; } = Place;

    /// <summary>Members of an object by name, or elements of an array by index, in the order written.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Members { get; init; } = [];

    /// <summary>As messages quote it.</summary>
    public string Quoted => Kind switch
    {
        NodeKind.Object => "an object",
        NodeKind.Array => "a list",
        NodeKind.Text => $"\"{Shorten(Text)}\"",
        NodeKind.Loose => $"'{Shorten(Text)}'",
        NodeKind.Null => "null",
        _ => Shorten(Text),
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
