using System.Text.RegularExpressions;

namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>Splits C into tokens: names, numbers, strings, shifts and comparisons, single signs.</summary>
internal static partial class CTokens
{
    /// <summary>The tokens of a text that holds no comments.</summary>
    public static List<string> Split(string text) => [.. Token().Matches(text).Select(m => m.Value)];

    /// <summary>The text with comments replaced by a space and continued lines joined.</summary>
    public static string WithoutComments(string text) =>
        Comment().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal), " ");

    /// <summary>Whether a token is a name.</summary>
    public static bool IsName(string token) => char.IsAsciiLetter(token[0]) || token[0] == '_';

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|'(?:[^'\\]|\\.)*'|0[xX][0-9a-fA-F]+[uUlL]*|\d[\w.]*(?:(?<=[eE])[+-]\d+)?|\w+|<<|>>|<=|>=|==|!=|&&|\|\||\S")]
    private static partial Regex Token();

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
