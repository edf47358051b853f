using System.Globalization;

namespace DiffOG.Constraints;

/// <summary>Why no chunk satisfies its inequalities: something must be at least this, and at most less.</summary>
/// <param name="Step">The step of the chunk at which it shows, from 0.</param>
/// <param name="Dimensions">The dimension it is about; for a general row all dimensions of that row.</param>
/// <param name="Order">What is bounded: 0 the value itself, 1 to 3 its difference of that order; null for the sum of a general row.</param>
/// <param name="Lower">The smallest value that is allowed by some.</param>
/// <param name="Upper">The largest value that is allowed by others, below <paramref name="Lower"/>.</param>
/// <param name="LowerSources">Who demands the lower one: blocks by their source or structure, and the past.</param>
/// <param name="UpperSources">Who demands the upper one.</param>
public sealed record Contradiction(
    int Step, IReadOnlyList<int> Dimensions, int? Order, double Lower, double Upper, IReadOnlyList<string> LowerSources, IReadOnlyList<string> UpperSources)
{
    /// <summary>One sentence that names dimension, step, and who contradicts whom.</summary>
    /// <param name="names">[D] the names of the dimensions; their numbers where left out.</param>
    /// <param name="place">Where it happens, instead of the step: <c>at 2.5 s</c>.</param>
    public string Describe(IReadOnlyList<string>? names = null, string? place = null)
    {
        string dimensions = string.Join(", ", Dimensions.Select(d => names is null ? $"dimension {d}" : $"'{names[d]}'"));
        string what = Order switch
        {
            null => $"a sum over {dimensions}",
            0 => dimensions,
            1 => $"the first difference of {dimensions}",
            2 => $"the second difference of {dimensions}",
            _ => $"the third difference of {dimensions}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"No chunk satisfies all limits: {place ?? $"at step {Step}"} {what} must be at least {Lower:G6} ({Listed(LowerSources)}) and at most {Upper:G6} ({Listed(UpperSources)}).");
    }

    private static string Listed(IReadOnlyList<string> sources) => string.Join(", ", sources);
}
