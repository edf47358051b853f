namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>A place in the tokens of headers, and the steps over what is of no interest.</summary>
/// <param name="tokens">All of them.</param>
internal sealed class CTokenCursor(List<string> tokens)
{
    private static readonly HashSet<string> Qualifiers = ["const", "volatile", "static", "inline", "restrict"];

    private int at;

    /// <summary>Whether all tokens were read.</summary>
    public bool AtEnd => at >= tokens.Count;

    /// <summary>The token to be read next.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string Next => at < tokens.Count ? tokens[at] : throw new FormatException("The headers end within a declaration.");

    /// <summary>A token after the next one; empty after the end.</summary>
    public string Ahead(int count) => at + count < tokens.Count ? tokens[at + count] : "";

    /// <summary>Reads the next token.</summary>
    public string Take()
    {
        string token = Next;
        at++;
        return token;
    }

    /// <summary>Passes over some tokens.</summary>
    public void Skip(int count = 1) => at += count;

    /// <summary>Reads up to one of some tokens outside parentheses; that one stays.</summary>
    public List<string> TakeUntil(params ReadOnlySpan<string> ends)
    {
        List<string> taken = [];
        for (int depth = 0; depth > 0 || !ends.Contains(Next); at++)
        {
            depth += Next == "(" ? 1 : Next == ")" ? -1 : 0;
            taken.Add(Next);
        }
        return taken;
    }

    /// <summary>Passes over stars and qualifiers.</summary>
    /// <returns>The number of stars.</returns>
    public int SkipStars()
    {
        int stars = 0;
        for (; Next == "*" || Qualifiers.Contains(Next); at++)
            stars += Next == "*" ? 1 : 0;
        return stars;
    }

    /// <summary>Passes over qualifiers.</summary>
    public void SkipQualifiers()
    {
        while (Qualifiers.Contains(Next))
            at++;
    }

    /// <summary>From an opening parenthesis to after its closing one.</summary>
    public void SkipParentheses()
    {
        int depth = 0;
        do
        {
            depth += Next == "(" ? 1 : Next == ")" ? -1 : 0;
            at++;
        }
        while (depth > 0);
    }

    /// <summary>To the end of a statement: a semicolon outside brackets, or the closing brace of a function's body.</summary>
    public void SkipStatement()
    {
        for (int depth = 0; at < tokens.Count;)
        {
            string token = tokens[at++];
            if (token is "{" or "(")
                depth++;
            else if (token is "}" or ")" && --depth == 0 && token == "}" && (at >= tokens.Count || tokens[at] != ";"))
                return;
            else if (token == ";" && depth <= 0)
                return;
        }
    }
}
