using System.Globalization;
using DiffOG.Diagnostics;
using DiffOG.Host.Wording;

namespace DiffOG.Host.Qp;

/// <summary>The members of an object of a problem file, each asked for with what it must be. What nobody asked for is an error, too.</summary>
/// <param name="file">As messages name it.</param>
/// <param name="node">An object.</param>
/// <param name="path">Its path; empty for the whole file.</param>
internal sealed class QpFields(string file, QpNode node, string path)
{
    private readonly List<string> asked = [];

    private string Own => node.Text;

    /// <summary>A value as fields of its own.</summary>
    internal static QpFields Of(string file, QpNode node, string path) =>
        node.Kind == QpNodeKind.Object ? new QpFields(file, node, path) : throw QpErrors.Wrong(file, node.Line, path, node.Quoted, "an object");

    internal QpFields Object(string name) => Of(file, Member(name), PathOf(name));

    internal QpFields? MaybeObject(string name) => Has(name) ? Object(name) : null;

    /// <summary>The text of an object that is not read here.</summary>
    internal string ObjectText(string name) => Object(name).Own;

    internal string Text(string name, params string[] allowed)
    {
        QpNode found = Member(name);
        if (found.Kind == QpNodeKind.Text && (allowed.Length == 0 || allowed.Contains(found.Text)))
            return found.Text;
        string hint = found.Kind == QpNodeKind.Text ? Nearest.Hint(found.Text, allowed) : "";
        throw Wrong(name, found.Quoted, allowed.Length == 0 ? "a text" : string.Join(", ", allowed), hint);
    }

    internal string? MaybeText(string name) => Has(name) ? Text(name) : null;

    internal bool MaybeFlag(string name) => Has(name) && (Member(name) is { Kind: QpNodeKind.Boolean } flag ? flag.Text == "true" : throw Wrong(name, Member(name).Quoted, "true or false"));

    internal double MaybeNumber(string name) => !Has(name) ? 0 : Member(name) is { Kind: QpNodeKind.Number } number ? number.Number : throw Wrong(name, Member(name).Quoted, "a number");

    internal int Integer(string name, int min, int max)
    {
        QpNode found = Member(name);
        return found.Kind == QpNodeKind.Number && IsInteger(found.Number, min, max)
            ? (int)found.Number
            : throw Wrong(name, found.Quoted, Invariant($"a whole number from {min} to {max}"));
    }

    /// <param name="name">The key.</param>
    /// <param name="count">How many there must be.</param>
    internal double[] Numbers(string name, int count) => Numbers(Member(name), PathOf(name), count);

    /// <param name="name">The key.</param>
    /// <param name="count">How many there must be.</param>
    internal double[]? MaybeNumbers(string name, int count) => Has(name) ? Numbers(name, count) : null;

    /// <summary>Whole numbers, every one within bounds.</summary>
    /// <param name="name">The key.</param>
    /// <param name="count">How many there must be; null for any number.</param>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    internal int[] Integers(string name, int? count, int min, int max)
    {
        double[] values = Numbers(Member(name), PathOf(name), count);
        int wrong = Array.FindIndex(values, v => !IsInteger(v, min, max));
        return wrong < 0
            ? [.. values.Select(v => (int)v)]
            : throw QpErrors.Wrong(file, Member(name).Line, JsonPath.Join(PathOf(name), wrong), values[wrong].ToString("R", CultureInfo.InvariantCulture), Invariant($"a whole number from {min} to {max}"));
    }

    /// <summary>A list of lists or objects; of any length where no count is given.</summary>
    internal IReadOnlyList<QpNode> List(string name, int? count = null)
    {
        QpNode found = Member(name);
        if (found.Kind is not QpNodeKind.List && found is not { Kind: QpNodeKind.Numbers, Numbers.Length: 0 })
            throw Wrong(name, found.Quoted, "a list of lists or objects");
        return count is null || found.Items.Count == count ? found.Items : throw Wrong(name, Invariant($"{found.Items.Count} elements"), Invariant($"{count}"));
    }

    /// <summary>One element of a list, as numbers.</summary>
    internal double[] Numbers(QpNode found, string where, int? count) => found.Kind != QpNodeKind.Numbers
        ? throw QpErrors.Wrong(file, found.Line, where, found.Quoted, count is null ? "a list of numbers" : Invariant($"a list of {count} numbers"))
        : count is null || found.Numbers.Length == count
            ? found.Numbers
            : throw QpErrors.Wrong(file, found.Line, where, Invariant($"{found.Numbers.Length} numbers"), Invariant($"{count}"));

    /// <summary>The path of a member.</summary>
    internal string PathOf(string name) => JsonPath.Join(path, name);

    /// <summary>The error for a member.</summary>
    internal DiffOGException Wrong(string name, string found, string expected, string hint = "") => QpErrors.Wrong(file, Member(name).Line, PathOf(name), found, expected, hint);

    /// <summary>Says that all members were asked for.</summary>
    /// <exception cref="DiffOGException">DOG1222: there is another one.</exception>
    internal void Close()
    {
        string? stranger = node.Members.Keys.FirstOrDefault(k => !asked.Contains(k));
        if (stranger is not null)
            throw QpErrors.Wrong(file, node.Members[stranger].Line, PathOf(stranger), "a key that is not known here", string.Join(", ", asked.Distinct()), Nearest.Hint(stranger, asked.Distinct()));
    }

    private bool Has(string name)
    {
        asked.Add(name);
        return node.Members.ContainsKey(name);
    }

    private QpNode Member(string name) => Has(name) ? node.Members[name] : throw QpErrors.Wrong(file, node.Line, path, $"no '{name}'", $"the key '{name}'");

    private static bool IsInteger(double value, int min, int max) => value == Math.Floor(value) && value >= min && value <= max;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
