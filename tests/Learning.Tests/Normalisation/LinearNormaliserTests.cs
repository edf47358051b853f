using DiffOG.Diagnostics;
using CsCheck;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Normalisation;

public sealed class LinearNormaliserTests : IDisposable
{
    // Two units in the last place of the fixture's largest offset, 103.6, in single precision.
    private const double Single = 2e-5;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Limits_equal_the_reference_also_for_constant_and_narrow_dimensions()
    {
        using SafetensorsFile golden = Fixture.Open("normalizer");
        double[] data = Doubles(golden, "data");
        InputStatistics seen = InputStatistics.Of(data, 7);
        LinearNormaliser normaliser = LinearNormaliser.Limits(seen);
        Close.To(Doubles(golden, "limits.scale"), normaliser.Scale, 1e-6);
        Close.To(Doubles(golden, "limits.offset"), normaliser.Offset, Single);
        Close.To(Doubles(golden, "limits.stat_min"), seen.Min, 0);
        Close.To(Doubles(golden, "limits.stat_max"), seen.Max, 0);
        Close.To(Doubles(golden, "limits.stat_mean"), seen.Mean, Single);
        Close.To(Doubles(golden, "limits.stat_std"), seen.Std, Single);
        double[] norm = Doubles(golden, "limits.norm");
        double[] found = new double[norm.Length];
        normaliser.Normalise(data.AsSpan(0, norm.Length), found);
        Close.To(norm, found, Single);
        double[] given = Doubles(golden, "to_unnormalize");
        normaliser.Unnormalise(given, given);
        Close.To(Doubles(golden, "limits.unnorm"), given, 5 * Single);
    }

    [Fact]
    public void Tensors_and_arrays_give_the_same()
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("normalizer");
        double[] data = Doubles(golden, "data");
        LinearNormaliser normaliser = LinearNormaliser.Limits(InputStatistics.Of(data, 7));
        Tensor normalised = normaliser.Normalise(golden.ReadTensor("data"));
        double[] expected = new double[data.Length];
        normaliser.Normalise(data, expected);
        Close.To(expected, Doubles(normalised), Single);
        Close.To(data, Doubles(normaliser.Unnormalise(normalised)), 5 * Single);
    }

    [Fact]
    public void Limits_map_into_minus_one_to_one_and_back()
    {
        Gen.Double[-1e3, 1e3].Array[3, 60].Where(a => a.Length % 3 == 0).Sample(
            data =>
            {
                LinearNormaliser normaliser = LinearNormaliser.Limits(InputStatistics.Of(data, 3));
                double[] there = new double[data.Length];
                double[] back = new double[data.Length];
                normaliser.Normalise(data, there);
                normaliser.Unnormalise(there, back);
                Close.To(data, back, 1e-8);
                // Rounded to single precision, an offset of up to 2e7 (range 1e-4 at 1e3) may be wrong by one.
                double slack = 1e-7 + (normaliser.Offset.Max(Math.Abs) * 2e-7);
                Assert.All(there, v => Assert.InRange(v, -1 - slack, 1 + slack));
            },
            seed: "0000000000001",
            iter: 500,
            threads: 1);
    }

    [Fact]
    public void Max_abs_uses_one_scale_for_the_whole_vector()
    {
        LinearNormaliser normaliser = LinearNormaliser.MaxAbs(InputStatistics.Of([1, -4, 0.5, 2], 2));
        Assert.Equal([0.25, 0.25], normaliser.Scale);
        Assert.Equal([0, 0], normaliser.Offset);
    }

    [Fact]
    public void All_zero_data_are_left_alone_by_max_abs() =>
        Assert.Equal([1, 1], LinearNormaliser.MaxAbs(InputStatistics.Of([0, 0], 2)).Scale);

    [Fact]
    public void A_saved_normaliser_is_the_same_to_the_bit()
    {
        LinearNormaliser saved = LinearNormaliser.Limits(InputStatistics.Of([0.1, 100, 0.7, 512, 0.3, 7], 2));
        SafetensorsWriter.Write(folder["n"], saved.ToArrays("normalizer.params_dict.action."));
        using SafetensorsFile file = SafetensorsFile.Open(folder["n"]);
        LinearNormaliser loaded = LinearNormaliser.Read(file, "normalizer.params_dict.action.");
        Assert.Equal(saved.Scale, loaded.Scale);
        Assert.Equal(saved.Offset, loaded.Offset);
        Assert.Contains("normalizer.params_dict.action.input_stats.std", file.Entries.Keys);
    }

    [Fact]
    public void A_normaliser_with_a_zero_scale_is_refused()
    {
        Dictionary<string, SafetensorsArray> arrays = LinearNormaliser.Identity(InputStatistics.Of([1, 2], 1)).ToArrays("");
        arrays["scale"] = SafetensorsArray.Of([0f]);
        SafetensorsWriter.Write(folder["n"], arrays);
        using SafetensorsFile file = SafetensorsFile.Open(folder["n"]);
        Assert.Equal("DOG1301", Assert.Throws<DiffOGException>(() => LinearNormaliser.Read(file, "")).Id);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Values_that_are_not_finite_are_refused_with_their_place(double value) =>
        Assert.Contains("Sample 1, dimension 0", Assert.Throws<ArgumentException>(() => InputStatistics.Of([0, 1, value, 1], 2)).Message, StringComparison.Ordinal);

    private static double[] Doubles(SafetensorsFile file, string name) => [.. file.Read<float>(name).Select(v => (double)v)];

    private static double[] Doubles(Tensor values) => [.. values.data<float>().ToArray().Select(v => (double)v)];
}
