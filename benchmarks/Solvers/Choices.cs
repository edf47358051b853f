using System.Globalization;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>What is measured.</summary>
[Flags]
internal enum Parts
{
    None = 0,
    Single = 1,
    Batch = 2,
    Scaling = 4,
    Layer = 8,
    All = Single | Batch | Scaling | Layer,
}

/// <summary>How tables are written.</summary>
internal enum TableFormat
{
    Text,
    Markdown,
    Csv,
}

/// <summary>What the command line asks for.</summary>
internal sealed record Choices
{
    internal const string Usage = """
        dotnet run -c Release --project benchmarks/Solvers -- [single] [batch] [scaling] [layer] [options]
          --families TEXT    only families whose name contains one of these, separated by commas (single)
          --solvers ID       only these, separated by commas (single, batch)
          --seconds NUMBER   about how long one figure is measured at most; default 0.4
          --format FORMAT    text, markdown or csv
        """;

    internal Parts Parts { get; private init; }

    internal IReadOnlyList<string> Families { get; private init; } = [];

    internal IReadOnlyList<string> Solvers { get; private init; } = [];

    internal double Seconds { get; private init; } = 0.4;

    internal TableFormat Format { get; private init; }

    /// <summary>Reads the command line; null where it cannot be understood.</summary>
    internal static Choices? Parse(string[] args)
    {
        var choices = new Choices();
        for (int i = 0; i < args.Length; i++)
        {
            Choices? next = args[i].StartsWith("--", StringComparison.Ordinal)
                ? i + 1 < args.Length ? choices.With(args[i], args[++i]) : null
                : Enum.TryParse(args[i], true, out Parts part) ? choices with { Parts = choices.Parts | part } : null;
            if (next is null)
                return null;
            choices = next;
        }
        return choices.Parts == Parts.None ? choices with { Parts = Parts.All } : choices;
    }

    private Choices? With(string option, string value) => option switch
    {
        "--families" => this with { Families = value.Split(',') },
        "--solvers" => this with { Solvers = value.Split(',') },
        "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => this with { Seconds = seconds },
        "--format" when Enum.TryParse(value, true, out TableFormat format) => this with { Format = format },
        _ => null,
    };
}
