using DiffOG.Policies.BcRnn.Mixtures;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Tests;

public sealed class MixtureTests
{
    private static readonly double[] Weights = [0.2, 0.5, 0.3];
    private static readonly double[] Means = [0.1, -0.4, 0.6, 0.2, -0.7, 0.9];
    private static readonly double[] Deviations = [0.3, 0.2, 0.05, 0.4, 1.1, 0.6];

    [Fact]
    public void The_likelihood_equals_the_sum_over_components_written_out()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] y = [0.25, -0.1];
        double expected = 0;
        for (int m = 0; m < 3; m++)
        {
            double density = Weights[m];
            for (int e = 0; e < 2; e++)
            {
                double z = (y[e] - Means[(2 * m) + e]) / Deviations[(2 * m) + e];
                density *= Math.Exp(-0.5 * z * z) / (Deviations[(2 * m) + e] * Math.Sqrt(2 * Math.PI));
            }
            expected += density;
        }
        Assert.Equal(Math.Log(expected), Mixtures(1).LogLikelihood(tensor(y).view(1, 2)).item<double>(), 1e-12);
    }

    [Fact]
    public void A_single_component_is_a_gaussian()
    {
        using DisposeScope scope = NewDisposeScope();
        var mixture = new Mixture(zeros([1, 1, 1], ScalarType.Float64), ones([1, 1, 1], ScalarType.Float64), zeros([1, 1], ScalarType.Float64));
        Assert.Equal(-0.5 * Math.Log(2 * Math.PI), mixture.LogLikelihood(zeros([1, 1], ScalarType.Float64)).item<double>(), 1e-15);
    }

    [Fact]
    public void A_target_far_from_every_component_has_a_finite_likelihood()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.True(double.IsFinite(Mixtures(1).LogLikelihood(full([1, 2], 1000, ScalarType.Float64)).item<double>()));
    }

    [Fact]
    public void Components_are_drawn_as_often_as_their_weights_say()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Draws = 4000;
        double[] first = Values(Mixtures(Draws).Sample(Sources(Draws), noisy: false).select(1, 0));
        for (int m = 0; m < 3; m++)
        {
            double share = first.Count(v => v == Means[2 * m]) / (double)Draws;
            Assert.InRange(share, Weights[m] - 0.04, Weights[m] + 0.04);
        }
    }

    [Fact]
    public void Noise_has_the_deviation_of_the_component_that_was_drawn()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Draws = 4000;
        Tensor without = Mixtures(Draws).Sample(Sources(Draws), noisy: false), with = Mixtures(Draws).Sample(Sources(Draws), noisy: true);
        double[] chosen = Values(without.select(1, 0)), noise = Values((with - without).select(1, 1));
        for (int m = 0; m < 3; m++)
        {
            double[] own = [.. noise.Where((_, i) => chosen[i] == Means[2 * m])];
            Assert.InRange(Math.Sqrt(own.Average(v => v * v)), 0.9 * Deviations[(2 * m) + 1], 1.1 * Deviations[(2 * m) + 1]);
        }
    }

    [Fact]
    public void The_most_likely_chunk_is_the_mean_of_the_heaviest_component()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([0.6, 0.2, 0.6, 0.2], Values(Mixtures(2).MostLikely().flatten()));
    }

    [Fact]
    public void A_draw_follows_from_its_own_source()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] together = Values(Mixtures(6).Sample(Sources(6), noisy: true).flatten());
        double[] last = Values(Mixtures(1).Sample([new GaussianSource(5, 0)], noisy: true).flatten());
        Assert.Equal(together[10..], last);
    }

    private static Mixture Mixtures(int batch) => new(
        tensor(Means).view(1, 3, 2).expand(batch, 3, 2), tensor(Deviations).view(1, 3, 2).expand(batch, 3, 2), tensor(Weights).log().view(1, 3).expand(batch, 3));

    private static GaussianSource[] Sources(int count) => [.. Enumerable.Range(0, count).Select(i => new GaussianSource(i, 0))];

    private static double[] Values(Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}
