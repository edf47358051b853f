using System.Text.RegularExpressions;

namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>
/// What a C compiler's first pass does, as far as MuJoCo's headers need it: comments, conditions, the includes of the
/// same library, and constants. Macros are not expanded in the text; their integer values are known by name.
/// </summary>
/// <param name="folder">The include folder: the one that holds <c>mujoco/mujoco.h</c>.</param>
internal sealed partial class CPreprocessor(string folder)
{
    private readonly HashSet<string> included = [];
    private readonly Dictionary<string, string> macros = [];

    /// <summary>The tokens of all files, in the order of inclusion.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Names and bodies of the macros without arguments.</summary>
    public IReadOnlyDictionary<string, string> Macros => macros;

    /// <summary>Reads a file and what it includes of the same library; a file is read once.</summary>
    /// <param name="path">For example <c>mujoco/mujoco.h</c>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">A condition is not understood.</exception>
    public void Include(string path)
    {
        if (!included.Add(path))
            return;
        Stack<Condition> conditions = new();
        foreach (string raw in CTokens.WithoutComments(File.ReadAllText(Path.Combine(folder, path))).Split('\n'))
        {
            string line = raw.Trim();
            if (!line.StartsWith('#'))
            {
                if (conditions.All(c => c.Live))
                    Tokens.AddRange(CTokens.Split(line));
                continue;
            }
            Match directive = Directive().Match(line);
            if (directive.Success)
                Obey(directive.Groups[1].Value, directive.Groups[2].Value.Trim(), conditions);
        }
    }

    private void Obey(string directive, string rest, Stack<Condition> conditions)
    {
        bool live = conditions.All(c => c.Live);
        switch (directive)
        {
            case "ifdef":
                conditions.Push(new Condition(macros.ContainsKey(rest)));
                break;
            case "ifndef":
                conditions.Push(new Condition(!macros.ContainsKey(rest)));
                break;
            case "if":
                conditions.Push(new Condition(live && Holds(rest)));
                break;
            case "elif":
                Condition before = conditions.Pop();
                bool outer = conditions.All(c => c.Live);
                conditions.Push(before.Otherwise(outer && !before.Taken && Holds(rest)));
                break;
            case "else":
                conditions.Push(conditions.Pop().Otherwise(true));
                break;
            case "endif":
                conditions.Pop();
                break;
            case "include" when live && Included().Match(rest) is { Success: true } file:
                Include(file.Groups[1].Value);
                break;
            case "define" when live && Defined().Match(rest) is { Success: true } macro:
                macros[macro.Groups[1].Value] = macro.Groups[2].Value.Trim();
                break;
            case "undef" when live:
                macros.Remove(rest);
                break;
        }
    }

    private bool Holds(string condition) => CExpression.Evaluate(CTokens.Split(condition), ValueOrZero, macros.ContainsKey) != 0;

    // In a condition a name without a value is zero, by the language; one with a body that is no integer as well.
    private long? ValueOrZero(string name)
    {
        if (!macros.TryGetValue(name, out string? body))
            return name.StartsWith("__has_", StringComparison.Ordinal) ? null : 0;
        try
        {
            return CExpression.Evaluate(CTokens.Split(body), n => n == name ? 0 : ValueOrZero(n), macros.ContainsKey);
        }
        catch (FormatException)
        {
            return 0;
        }
    }

    [GeneratedRegex(@"^#\s*(\w+)\s*(.*)$")]
    private static partial Regex Directive();

    [GeneratedRegex(@"^[<""]((?:mujoco/)[\w/]+\.h)["">]")]
    private static partial Regex Included();

    [GeneratedRegex(@"^(\w+)(?!\w|\()\s*(.*)$")]
    private static partial Regex Defined();

    /// <summary>One open <c>#if</c>: whether the present branch counts, and whether one has counted already.</summary>
    private sealed record Condition(bool Live, bool Taken)
    {
        public Condition(bool holds)
            : this(holds, holds)
        {
        }

        public Condition Otherwise(bool holds) => new(!Taken && holds, Taken || holds);
    }
}
