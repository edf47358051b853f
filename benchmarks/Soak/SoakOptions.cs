using System.Globalization;

namespace DiffOG.Benchmarks.Soak;

/// <summary>What the command line asks for.</summary>
/// <param name="Count">Problems of each family.</param>
/// <param name="Seed">Of the first problem; the others follow one by one.</param>
/// <param name="Solvers">Who solves them.</param>
/// <param name="Families">Where they come from.</param>
/// <param name="CompareEvery">Every so many problems another solver solves it too.</param>
/// <param name="Threads">Problems at the same time.</param>
internal sealed record SoakOptions(int Count, int Seed, IReadOnlyList<string> Solvers, IReadOnlyList<string> Families, int CompareEvery, int Threads)
{
    internal const string Usage = "--count N --seed S --solver ID[,ID...] --family NAME[,NAME...] --compare-every N --threads N";

    /// <summary>Reads arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown or no number.</exception>
    internal static SoakOptions Parse(string[] arguments)
    {
        var options = new SoakOptions(100_000, 1, ["auto"], ["mixed"], 50, Environment.ProcessorCount);
        for (int i = 0; i < arguments.Length; i += 2)
            options = options.With(arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value."));
        return options;
    }

    private SoakOptions With(string name, string value) => name switch
    {
        "--count" => this with { Count = Number(value) },
        "--seed" => this with { Seed = Number(value) },
        "--solver" => this with { Solvers = Names(value, Soak.Solvers.All.Keys) },
        "--family" => this with { Families = Names(value, Soak.Families.All.Keys) },
        "--compare-every" => this with { CompareEvery = Number(value) },
        "--threads" => this with { Threads = Number(value) },
        _ => throw new FormatException($"{name} is unknown."),
    };

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : throw new FormatException($"{value} is no positive number.");

    private static string[] Names(string value, IEnumerable<string> known)
    {
        string[] names = value.Split(',');
        return names.Except(known).FirstOrDefault() is { } stranger ? throw new FormatException($"{stranger} is none of {string.Join(", ", known)}.") : names;
    }
}
