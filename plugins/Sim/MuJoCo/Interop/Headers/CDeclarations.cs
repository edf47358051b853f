namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>
/// Reads type declarations by recursive descent: structs, unions, enums, typedefs, arrays, pointers and pointers to
/// functions. Functions and variables are passed over. 64-bit pointers and natural alignment, as on every system that
/// MuJoCo is released for.
/// </summary>
internal sealed class CDeclarations
{
    private static readonly (int Size, string[] Names)[] Primitives =
    [
        (1, ["char", "signed char", "unsigned char", "bool", "_Bool", "int8_t", "uint8_t"]),
        (2, ["short", "unsigned short", "int16_t", "uint16_t"]),
        (4, ["int", "signed int", "unsigned int", "unsigned", "int32_t", "uint32_t", "float"]),
        (8, ["double", "long long", "unsigned long long", "int64_t", "uint64_t", "size_t", "uintptr_t", "intptr_t", "ptrdiff_t"]),
    ];

    private static readonly HashSet<string> Words = ["unsigned", "signed", "long", "short", "int", "char", "float", "double"];
    private static readonly HashSet<string> Qualifiers = ["const", "volatile", "static", "inline", "restrict"];

    private readonly CPreprocessor preprocessor;
    private readonly List<string> tokens;
    private readonly Dictionary<string, long> enumerators = [];
    // Names given to a struct before its members were known.
    private readonly List<(string Alias, string Of)> awaited = [];

    // The name of the last type that was read, known or not.
    private string unresolved = "";
    private int at;

    public CDeclarations(CPreprocessor preprocessor)
    {
        (this.preprocessor, tokens) = (preprocessor, preprocessor.Tokens);
        foreach ((int size, string name) in Primitives.SelectMany(p => p.Names, (p, name) => (p.Size, name)))
            Types[name] = new CType(name, size, size);
    }

    /// <summary>Types by name; tags as <c>struct X</c>.</summary>
    public Dictionary<string, CType> Types { get; } = [];

    private string Next => at < tokens.Count ? tokens[at] : throw new FormatException("The headers end within a declaration.");

    /// <summary>The value of an enumerator or a macro; null where it has none.</summary>
    public long? ValueOf(string name)
    {
        if (enumerators.TryGetValue(name, out long value))
            return value;
        if (!preprocessor.Macros.TryGetValue(name, out string? body) || body.Length == 0)
            return null;
        try
        {
            return CExpression.Evaluate(CTokens.Split(body), n => n == name ? null : ValueOf(n));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads everything.</summary>
    public void Read()
    {
        while (at < tokens.Count)
            Declaration();
    }

    private void Declaration()
    {
        switch (Next)
        {
            case "extern" when at + 2 < tokens.Count && tokens[at + 1][0] == '"' && tokens[at + 2] == "{":
                at += 3;
                break;
            case "}" or ";":
                at++;
                break;
            case "typedef":
                at++;
                Typedef();
                break;
            case "struct" or "union" or "enum":
                Specifier();
                SkipStatement();
                break;
            default:
                SkipStatement();
                break;
        }
    }

    private void Typedef()
    {
        CType? type = Specifier();
        bool isPointer = SkipStars() > 0;
        if (Next == "(" && tokens[at + 1] == "*")
            (type, isPointer, at) = (null, true, at + 2);
        if (type is null && !isPointer && CTokens.IsName(Next))
            awaited.Add((Next, unresolved));
        else if (CTokens.IsName(Next))
            Name(Next, isPointer ? new CType(Next, sizeof(long), sizeof(long)) : type!);
        SkipStatement();
    }

    private void Name(string name, CType type)
    {
        if (type.Struct is { } members)
            members.Name = name;
        Types[name] = type with { Name = name };
    }

    // A type by value, or null where it is unknown: only a pointer to it can then be a member.
    private CType? Specifier()
    {
        SkipQualifiers();
        return Next switch
        {
            "struct" or "union" => StructSpecifier(),
            "enum" => EnumSpecifier(),
            _ => NamedType(),
        };
    }

    private CType? NamedType()
    {
        string name = tokens[at++];
        if (Words.Contains(name))
        {
            List<string> words = [name];
            while (Words.Contains(Next))
                words.Add(tokens[at++]);
            if (words.Count > 1 && words[^1] == "int" && words[^2] is not ("unsigned" or "signed"))
                words.RemoveAt(words.Count - 1);
            name = string.Join(' ', words);
        }
        SkipQualifiers();
        unresolved = name;
        return Types.GetValueOrDefault(name);
    }

    private CType? StructSpecifier()
    {
        string keyword = tokens[at++];
        string? tag = Next == "{" ? null : tokens[at++];
        unresolved = $"{keyword} {tag}";
        if (Next != "{")
            return tag is null ? null : Types.GetValueOrDefault(unresolved);
        CStruct members = Members(keyword == "union");
        members.Name = tag ?? "";
        CType type = new(members.Name, members.Size, members.Alignment, members);
        if (tag is null)
            return type;
        Types[$"{keyword} {tag}"] = Types[tag] = type;
        foreach ((string alias, _) in awaited.Where(a => a.Of == $"{keyword} {tag}"))
            Name(alias, type);
        return type;
    }

    private CType EnumSpecifier()
    {
        at++;
        string tag = CTokens.IsName(Next) ? tokens[at++] : "";
        CType underlying = Types["int"];
        if (Next == ":")
        {
            at++;
            underlying = Specifier() ?? throw new FormatException($"enum {tag} rests on the unknown type {unresolved}.");
        }
        if (Next == "{")
            Enumerators();
        return underlying with { Name = tag };
    }

    private void Enumerators()
    {
        at++;
        for (long value = 0; Next != "}"; value++)
        {
            string name = tokens[at++];
            if (Next == "=")
            {
                at++;
                value = CExpression.Evaluate(TakeUntil(",", "}"), ValueOf);
            }
            enumerators[name] = value;
            if (Next == ",")
                at++;
        }
        at++;
    }

    private CStruct Members(bool isUnion)
    {
        at++;
        CStruct members = new(isUnion);
        while (Next != "}")
            Member(members);
        at++;
        return members;
    }

    private void Member(CStruct members)
    {
        CType? type = Specifier();
        string typeName = type?.Name ?? unresolved;
        if (Next == ";" && type?.Struct is not null)
            members.Add("", type, false, 1);
        while (Next != ";")
        {
            bool isPointer = SkipStars() > 0;
            string name = "";
            if (Next == "(")
                (name, isPointer) = (FunctionPointer(), true);
            else if (CTokens.IsName(Next))
                name = tokens[at++];
            int count = Bounds();
            if (type is null && !isPointer)
                members.Problem ??= $"the type {typeName} of {name} is unknown";
            else if (Next == ":")
                members.Problem ??= $"{name} is a bit field";
            else
                members.Add(name, type ?? new CType(typeName, 0, 1), isPointer, count);
            if (type?.Struct?.Problem is { } problem && !isPointer)
                members.Problem ??= problem;
            while (Next is not ("," or ";"))
                at++;
            if (Next == ",")
                at++;
        }
        at++;
    }

    private string FunctionPointer()
    {
        at += 2;
        string name = tokens[at++];
        while (Next is not (";" or ","))
        {
            if (Next == "(")
                SkipParentheses();
            else
                at++;
        }
        return name;
    }

    private int Bounds()
    {
        int count = 1;
        while (Next == "[")
        {
            at++;
            count *= checked((int)CExpression.Evaluate(TakeUntil("]"), ValueOf));
            at++;
        }
        return count;
    }

    private List<string> TakeUntil(params ReadOnlySpan<string> ends)
    {
        List<string> taken = [];
        for (int depth = 0; depth > 0 || !ends.Contains(Next); at++)
        {
            depth += Next == "(" ? 1 : Next == ")" ? -1 : 0;
            taken.Add(Next);
        }
        return taken;
    }

    private int SkipStars()
    {
        int stars = 0;
        for (; Next == "*" || Qualifiers.Contains(Next); at++)
            stars += Next == "*" ? 1 : 0;
        return stars;
    }

    private void SkipQualifiers()
    {
        while (Qualifiers.Contains(Next))
            at++;
    }

    private void SkipParentheses()
    {
        int depth = 0;
        do
        {
            depth += Next == "(" ? 1 : Next == ")" ? -1 : 0;
            at++;
        }
        while (depth > 0);
    }

    // To the end of a statement: a semicolon outside brackets, or the closing brace of a function's body.
    private void SkipStatement()
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
