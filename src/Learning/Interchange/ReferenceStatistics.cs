using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Interchange;

/// <summary>Normalisers as references write them: whatever they keep, it comes down to a scale and an offset.</summary>
internal static class ReferenceStatistics
{
    // LeRobot divides by a range or deviation this much larger than it saw.
    private const double Epsilon = 1e-8;
    private const string Optional = "?";

    /// <summary>Reads a normaliser of a number of values.</summary>
    /// <param name="files">Where statistics may stand.</param>
    /// <param name="form">What they say.</param>
    /// <param name="prefixes">Whose values stand one after the other; a single value counts for all dimensions.</param>
    /// <param name="size">D.</param>
    /// <returns>The normaliser, and how many values the first prefix had; null where something is missing or of another length.</returns>
    internal static (LinearNormaliser Normaliser, int First)? Read(IReadOnlyList<SafetensorsFile> files, StatisticsForm form, IReadOnlyList<string> prefixes, int size)
    {
        (string a, string b) = Fields(form);
        List<double> first = [], second = [];
        int ofFirst = 0;
        foreach (string prefix in prefixes)
        {
            (double[]? left, double[]? right) = (Find(files, prefix.TrimStart('?') + a), Find(files, prefix.TrimStart('?') + b));
            if (left is null || right is null || left.Length != right.Length)
            {
                if (prefix.StartsWith(Optional, StringComparison.Ordinal))
                    continue;
                return null;
            }
            first.AddRange(left);
            second.AddRange(right);
            ofFirst = ofFirst == 0 ? left.Length : ofFirst;
        }
        if (first.Count == 1)
            (first, second) = ([.. Enumerable.Repeat(first[0], size)], [.. Enumerable.Repeat(second[0], size)]);
        return first.Count == size ? (Of(form, first, second), ofFirst) : null;
    }

    /// <summary>What a reference keeps of a normaliser.</summary>
    internal static IEnumerable<(string Field, double[] Values)> Write(LinearNormaliser normaliser, StatisticsForm form)
    {
        (string a, string b) = Fields(form);
        double[] At(double normalised) => [.. normaliser.Scale.Zip(normaliser.Offset, (scale, offset) => (normalised - offset) / scale)];
        return form switch
        {
            StatisticsForm.MinMax => [(a, At(-1)), (b, At(1))],
            StatisticsForm.MeanStd => [(a, At(0)), (b, [.. normaliser.Scale.Select(s => 1 / s)])],
            _ => [(a, [.. normaliser.Scale]), (b, [.. normaliser.Offset])],
        };
    }

    private static LinearNormaliser Of(StatisticsForm form, List<double> first, List<double> second) => form switch
    {
        StatisticsForm.MinMax => Affine([.. first.Zip(second, (min, max) => 2 / (max - min + Epsilon))], (d, scale) => -1 - (scale * first[d])),
        StatisticsForm.MeanStd => Affine([.. second.Select(std => 1 / (std + Epsilon))], (d, scale) => -scale * first[d]),
        _ => Affine([.. first], (d, _) => second[d]),
    };

    private static LinearNormaliser Affine(double[] scale, Func<int, double, double> offset) => LinearNormaliser.Of(scale, [.. scale.Select((s, d) => offset(d, s))]);

    private static (string First, string Second) Fields(StatisticsForm form) => form switch
    {
        StatisticsForm.MinMax => ("min", "max"),
        StatisticsForm.MeanStd => ("mean", "std"),
        _ => ("scale", "offset"),
    };

    private static double[]? Find(IReadOnlyList<SafetensorsFile> files, string name)
    {
        if (files.FirstOrDefault(f => f.Entries.ContainsKey(name)) is not { } file)
            return null;
        using DisposeScope scope = NewDisposeScope();
        return file.ReadTensor(name).to(ScalarType.Float64).flatten().contiguous().data<double>().ToArray();
    }
}
