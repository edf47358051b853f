namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>
/// The functions that headers declare with <c>MJAPI</c>, each as the types of its result and its parameters:
/// <c>char* (mjModel*, int, int)</c>. Qualifiers and the parameters' names are left out, arrays are pointers.
/// </summary>
internal static class CFunctions
{
    private static readonly HashSet<string> Ignored = ["const", "struct", "extern"];

    /// <summary>Reads them.</summary>
    /// <param name="tokens">Those of the headers.</param>
    public static IReadOnlyDictionary<string, string> Read(List<string> tokens)
    {
        Dictionary<string, string> found = [];
        for (int at = tokens.IndexOf("MJAPI"); at >= 0; at = tokens.IndexOf("MJAPI", at + 1))
        {
            int end = tokens.IndexOf(";", at), open = tokens.IndexOf("(", at);
            if (open > at && open < end)
                found[tokens[open - 1]] = $"{Type(tokens[(at + 1)..(open - 1)])} ({string.Join(", ", Parameters(tokens[(open + 1)..end]))})";
        }
        return found;
    }

    /// <summary>The parameters' types; what follows the closing parenthesis is of no interest.</summary>
    private static IEnumerable<string> Parameters(List<string> tokens)
    {
        List<string> parameter = [];
        int depth = 0;
        foreach (string token in tokens)
        {
            if (depth == 0 && (token is "," or ")"))
            {
                yield return Type(WithoutName(parameter));
                parameter = [];
                if (token == ")")
                    yield break;
                continue;
            }
            depth += token == "(" ? 1 : token == ")" ? -1 : 0;
            parameter.Add(token);
        }
    }

    private static List<string> WithoutName(List<string> parameter)
    {
        int brackets = parameter.IndexOf("[");
        List<string> plain = brackets < 0 ? parameter : [.. parameter[..brackets]];
        bool named = plain.Count > 1 && CTokens.IsName(plain[^1]);
        return [.. named ? plain[..^1] : plain, .. brackets < 0 ? Array.Empty<string>() : ["*"]];
    }

    private static string Type(List<string> tokens) =>
        string.Join(' ', tokens.Where(t => !Ignored.Contains(t))).Replace(" *", "*", StringComparison.Ordinal);
}
