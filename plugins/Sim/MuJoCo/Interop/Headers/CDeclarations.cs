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

    private readonly CPreprocessor preprocessor;
    private readonly CTokenCursor tokens;
    private readonly Dictionary<string, long> enumerators = [];
    // Names given to a struct before its members were known.
    private readonly List<(string Alias, string Of)> awaited = [];

    // The name of the last type that was read, known or not.
    private string unresolved = "";

    public CDeclarations(CPreprocessor preprocessor)
    {
        (this.preprocessor, tokens) = (preprocessor, new CTokenCursor(preprocessor.Tokens));
        foreach ((int size, string name) in Primitives.SelectMany(p => p.Names, (p, name) => (p.Size, name)))
            Types[name] = new CType(name, size, size);
    }

    /// <summary>Types by name; tags as <c>struct X</c>.</summary>
    public Dictionary<string, CType> Types { get; } = [];

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
        while (!tokens.AtEnd)
            Declaration();
    }

    private void Declaration()
    {
        switch (tokens.Next)
        {
            case "extern" when tokens.Ahead(1).StartsWith('"') && tokens.Ahead(2) == "{":
                tokens.Skip(3);
                break;
            case "}" or ";":
                tokens.Skip();
                break;
            case "typedef":
                tokens.Skip();
                Typedef();
                break;
            case "struct" or "union" or "enum":
                Specifier();
                tokens.SkipStatement();
                break;
            default:
                tokens.SkipStatement();
                break;
        }
    }

    private void Typedef()
    {
        CType? type = Specifier();
        bool isPointer = tokens.SkipStars() > 0;
        if (tokens.Next == "(" && tokens.Ahead(1) == "*")
        {
            tokens.Skip(2);
            (type, isPointer) = (null, true);
        }
        if (type is null && !isPointer && CTokens.IsName(tokens.Next))
            awaited.Add((tokens.Next, unresolved));
        else if (CTokens.IsName(tokens.Next))
            Name(tokens.Next, isPointer ? new CType(tokens.Next, sizeof(long), sizeof(long)) : type!);
        tokens.SkipStatement();
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
        tokens.SkipQualifiers();
        return tokens.Next switch
        {
            "struct" or "union" => StructSpecifier(),
            "enum" => EnumSpecifier(),
            _ => NamedType(),
        };
    }

    private CType? NamedType()
    {
        string name = tokens.Take();
        if (Words.Contains(name))
        {
            List<string> words = [name];
            while (Words.Contains(tokens.Next))
                words.Add(tokens.Take());
            if (words.Count > 1 && words[^1] == "int" && words[^2] is not ("unsigned" or "signed"))
                words.RemoveAt(words.Count - 1);
            name = string.Join(' ', words);
        }
        tokens.SkipQualifiers();
        unresolved = name;
        return Types.GetValueOrDefault(name);
    }

    private CType? StructSpecifier()
    {
        string keyword = tokens.Take();
        string? tag = tokens.Next == "{" ? null : tokens.Take();
        unresolved = $"{keyword} {tag}";
        if (tokens.Next != "{")
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
        tokens.Skip();
        string tag = CTokens.IsName(tokens.Next) ? tokens.Take() : "";
        CType underlying = Types["int"];
        if (tokens.Next == ":")
        {
            tokens.Skip();
            underlying = Specifier() ?? throw new FormatException($"enum {tag} rests on the unknown type {unresolved}.");
        }
        if (tokens.Next == "{")
            Enumerators();
        return underlying with { Name = tag };
    }

    private void Enumerators()
    {
        tokens.Skip();
        for (long value = 0; tokens.Next != "}"; value++)
        {
            string name = tokens.Take();
            if (tokens.Next == "=")
            {
                tokens.Skip();
                value = CExpression.Evaluate(tokens.TakeUntil(",", "}"), ValueOf);
            }
            enumerators[name] = value;
            if (tokens.Next == ",")
                tokens.Skip();
        }
        tokens.Skip();
    }

    private CStruct Members(bool isUnion)
    {
        tokens.Skip();
        CStruct members = new(isUnion);
        while (tokens.Next != "}")
            Member(members);
        tokens.Skip();
        return members;
    }

    private void Member(CStruct members)
    {
        CType? type = Specifier();
        string typeName = type?.Name ?? unresolved;
        if (tokens.Next == ";" && type?.Struct is not null)
            members.Add("", type, false, 1);
        while (tokens.Next != ";")
        {
            bool isPointer = tokens.SkipStars() > 0;
            string name = "";
            if (tokens.Next == "(")
                (name, isPointer) = (FunctionPointer(), true);
            else if (CTokens.IsName(tokens.Next))
                name = tokens.Take();
            int count = Bounds();
            if (type is null && !isPointer)
                members.Problem ??= $"the type {typeName} of {name} is unknown";
            else if (tokens.Next == ":")
                members.Problem ??= $"{name} is a bit field";
            else
                members.Add(name, type ?? new CType(typeName, 0, 1), isPointer, count);
            if (type?.Struct?.Problem is { } problem && !isPointer)
                members.Problem ??= problem;
            while (tokens.Next is not ("," or ";"))
                tokens.Skip();
            if (tokens.Next == ",")
                tokens.Skip();
        }
        tokens.Skip();
    }

    private string FunctionPointer()
    {
        tokens.Skip(2);
        string name = tokens.Take();
        while (tokens.Next is not (";" or ","))
        {
            if (tokens.Next == "(")
                tokens.SkipParentheses();
            else
                tokens.Skip();
        }
        return name;
    }

    private int Bounds()
    {
        int count = 1;
        while (tokens.Next == "[")
        {
            tokens.Skip();
            count *= checked((int)CExpression.Evaluate(tokens.TakeUntil("]"), ValueOf));
            tokens.Skip();
        }
        return count;
    }
}
