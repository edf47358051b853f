using System.Globalization;

namespace DiffOG.Host.Qp;

/// <summary>What a value of a problem file is.</summary>
internal enum QpNodeKind
{
    Object,
    Text,
    Number,
    Boolean,
    Null,

    /// <summary>A list of numbers only; an empty list is one too.</summary>
    Numbers,

    /// <summary>A list of lists or objects.</summary>
    List,
}

/// <summary>A value of a problem file, and where it stands. Lists of numbers are kept as what they are: a file has a hundred thousand.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">Where it begins, from 1.</param>
internal sealed record QpNode(QpNodeKind Kind, int Line)
{
    internal string Text { get; init; } = "";

    internal double Number { get; init; }

    internal double[] Numbers { get; init; } = [];

    internal IReadOnlyList<QpNode> Items { get; init; } = [];

    internal IReadOnlyDictionary<string, QpNode> Members { get; init; } = new Dictionary<string, QpNode>();

    /// <summary>As messages quote it.</summary>
    internal string Quoted => Kind switch
    {
        QpNodeKind.Object => "an object",
        QpNodeKind.Text => $"\"{(Text.Length <= 60 ? Text : Text[..57] + "...")}\"",
        QpNodeKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        QpNodeKind.Boolean => Text,
        QpNodeKind.Null => "null",
        QpNodeKind.Numbers when Numbers.Length == 0 => "an empty list",
        QpNodeKind.Numbers => string.Create(CultureInfo.InvariantCulture, $"a list of {Numbers.Length} numbers"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a list of {Items.Count} {(Items[0].Kind == QpNodeKind.Object ? "objects" : "elements")}"),
    };
}
