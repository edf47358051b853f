using System.Globalization;

namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>Evaluates the integer expressions of <c>#if</c>, enumerators and array bounds, by C's precedence.</summary>
internal sealed class CExpression
{
    private static readonly string[][] Levels =
    [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"],
    ];

    private readonly IReadOnlyList<string> tokens;
    private readonly Func<string, long?> valueOf;
    private readonly Func<string, bool> isDefined;
    private int at;

    private CExpression(IReadOnlyList<string> tokens, Func<string, long?> valueOf, Func<string, bool> isDefined) =>
        (this.tokens, this.valueOf, this.isDefined) = (tokens, valueOf, isDefined);

    /// <summary>The value of an expression.</summary>
    /// <param name="tokens">All of it.</param>
    /// <param name="valueOf">The value of a name; null where it has none.</param>
    /// <param name="isDefined">Whether a macro exists.</param>
    /// <exception cref="FormatException">It is not an integer expression.</exception>
    public static long Evaluate(IReadOnlyList<string> tokens, Func<string, long?> valueOf, Func<string, bool>? isDefined = null)
    {
        CExpression expression = new(tokens, valueOf, isDefined ?? (_ => false));
        long value = expression.Binary(0);
        return expression.at == tokens.Count ? value : throw expression.Wrong();
    }

    private long Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        long left = Binary(level + 1);
        while (at < tokens.Count && Levels[level].Contains(tokens[at]))
        {
            string sign = tokens[at++];
            left = Apply(sign, left, Binary(level + 1));
        }
        return left;
    }

    private static long Apply(string sign, long a, long b) => sign switch
    {
        "||" => a != 0 || b != 0 ? 1 : 0,
        "&&" => a != 0 && b != 0 ? 1 : 0,
        "|" => a | b,
        "^" => a ^ b,
        "&" => a & b,
        "==" => a == b ? 1 : 0,
        "!=" => a != b ? 1 : 0,
        "<" => a < b ? 1 : 0,
        ">" => a > b ? 1 : 0,
        "<=" => a <= b ? 1 : 0,
        ">=" => a >= b ? 1 : 0,
        "<<" => a << (int)b,
        ">>" => a >> (int)b,
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" when b != 0 => a / b,
        "%" when b != 0 => a % b,
        _ => throw new FormatException("A division by zero."),
    };

    private long Unary()
    {
        string token = Take();
        return token switch
        {
            "!" => Unary() == 0 ? 1 : 0,
            "~" => ~Unary(),
            "-" => -Unary(),
            "+" => Unary(),
            "(" => Parenthesis(),
            "defined" => Defined(),
            _ when char.IsAsciiDigit(token[0]) => Number(token),
            _ when CTokens.IsName(token) => Name(token),
            _ => throw Wrong(),
        };
    }

    private long Parenthesis()
    {
        long value = Binary(0);
        Expect(")");
        return value;
    }

    private long Defined()
    {
        bool enclosed = at < tokens.Count && tokens[at] == "(";
        if (enclosed)
            at++;
        string name = Take();
        if (enclosed)
            Expect(")");
        return isDefined(name) ? 1 : 0;
    }

    // A macro with arguments that this reader does not know (__has_feature(...)) counts as absent.
    private long Name(string name)
    {
        if (valueOf(name) is long value)
            return value;
        if (at >= tokens.Count || tokens[at] != "(")
            throw new FormatException($"'{name}' has no integer value.");
        for (int depth = 0; ;)
        {
            string token = Take();
            depth += token == "(" ? 1 : token == ")" ? -1 : 0;
            if (depth == 0)
                return 0;
        }
    }

    private static long Number(string token)
    {
        string digits = token.TrimEnd('u', 'U', 'l', 'L');
        bool read = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(digits.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long value)
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return read ? value : throw new FormatException($"'{token}' is not an integer.");
    }

    private string Take() => at < tokens.Count ? tokens[at++] : throw Wrong();

    private void Expect(string token)
    {
        if (Take() != token)
            throw Wrong();
    }

    private FormatException Wrong() => new($"'{string.Join(' ', tokens)}' is not an integer expression.");
}
