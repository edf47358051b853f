using System.Globalization;

namespace DiffOG.Benchmarks.Learning;

/// <summary>What to measure, and how long.</summary>
internal sealed record Arguments(IReadOnlyList<string> Names, int Steps, int Threads, string? Root)
{
    private static readonly string[] All = ["unet", "refine", "data", "memory"];

    internal static Arguments Parse(string[] args)
    {
        string[] names = [.. args.Where(All.Contains)];
        return new Arguments(
            names.Length > 0 ? names : All,
            Number(args, "--steps") ?? 0,
            Number(args, "--threads") ?? Environment.ProcessorCount,
            Text(args, "--root"));
    }

    private static int? Number(string[] args, string name) => Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
