using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Soak;

/// <summary>What is drawn from.</summary>
internal static class Families
{
    private const int Steps = 16, Dimensions = 7, MostVariables = 160;
    private static readonly double[] Smooths = [0, 4], Scales = [1e-3, 1, 10, 1000], Limits = [0.1, 0.02, 1e-5];

    internal static readonly IReadOnlyDictionary<string, Func<int, LayerProblems>> All = new SortedDictionary<string, Func<int, LayerProblems>>(StringComparer.Ordinal)
    {
        ["mixed"] = Mixed,
        ["P"] = _ => Fixed(CostKind.Trained, 4, 0.1),
        ["P-0.02"] = _ => Fixed(CostKind.Trained, 4, 0.02),
        ["P0"] = _ => Fixed(CostKind.Trained, 0, 0.1),
        ["P0-0.02"] = _ => Fixed(CostKind.Trained, 0, 0.02),
        ["R"] = _ => Fixed(CostKind.Untrained, 4, 0.1),
        ["R-0.02"] = _ => Fixed(CostKind.Untrained, 4, 0.02),
        ["R0"] = _ => Fixed(CostKind.Untrained, 0, 0.1),
        ["R0-0.02"] = _ => Fixed(CostKind.Untrained, 0, 0.02),
        ["V"] = _ => Fixed(CostKind.Trained, 4, 0.1) with { Rows = LayerRows.SpeedAccelerationJerk },
        ["H"] = _ => Fixed(CostKind.Trained, 4, 0.1) with { Rows = LayerRows.HalfSpaces },
    };

    private static LayerProblems Fixed(CostKind kind, double smooth, double limit) => new(Steps, Dimensions, kind, smooth, 1, limit);

    /// <summary>Any shape, cost, smoothing, scale and limit; rows that become a box nine times in ten, since others take ten times as long.</summary>
    private static LayerProblems Mixed(int seed)
    {
        var random = new Random(~seed);
        int dimensions = random.Next(2, 11), steps = random.Next(1, 1 + Math.Min(32, MostVariables / dimensions));
        return new LayerProblems(steps, dimensions, Pick(random, Enum.GetValues<CostKind>()), Pick(random, Smooths), Pick(random, Scales), Pick(random, Limits))
        {
            Rows = random.Next(10) > 0 ? Pick(random, [LayerRows.Speed, LayerRows.SpeedWithoutPast]) : Pick(random, [LayerRows.SpeedAccelerationJerk, LayerRows.HalfSpaces]),
        };
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
