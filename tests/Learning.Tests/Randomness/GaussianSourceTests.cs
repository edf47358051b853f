using DiffOG.Randomness;
using Xunit;

namespace DiffOG.Learning.Tests.Randomness;

public sealed class GaussianSourceTests
{
    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers_whatever_the_length()
    {
        float[] whole = Draw(7, 3, 100);
        Assert.Equal(whole[..31], Draw(7, 3, 31));
        Assert.NotEqual(whole, Draw(7, 4, 100));
        Assert.NotEqual(whole, Draw(8, 3, 100));
    }

    [Fact]
    public void Seed_and_stream_are_not_interchangeable() => Assert.NotEqual(Draw(1, 2, 8), Draw(2, 1, 8));

    [Fact]
    public void The_numbers_have_the_moments_of_a_standard_normal()
    {
        float[] values = Draw(1, 0, 400_000);
        double mean = values.Average(v => (double)v);
        double variance = values.Average(v => Math.Pow(v - mean, 2));
        double kurtosis = values.Average(v => Math.Pow(v - mean, 4)) / (variance * variance);
        double neighbours = Enumerable.Range(1, values.Length - 1).Average(i => (double)values[i] * values[i - 1]);
        Assert.InRange(mean, -0.008, 0.008);
        Assert.InRange(variance, 0.99, 1.01);
        Assert.InRange(kurtosis, 2.95, 3.05);
        Assert.InRange(neighbours, -0.008, 0.008);
        Assert.InRange(values.Count(v => Math.Abs(v) > 1.959964) / (double)values.Length, 0.0485, 0.0515);
    }

    [Fact]
    public void Integers_cover_their_range_evenly()
    {
        var source = new GaussianSource(1, 0);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++)
            counts[source.NextInteger(10)]++;
        Assert.All(counts, c => Assert.InRange(c, 9600, 10400));
    }

    private static float[] Draw(int seed, int stream, int count)
    {
        float[] values = new float[count];
        new GaussianSource(seed, stream).Fill(values);
        return values;
    }
}
