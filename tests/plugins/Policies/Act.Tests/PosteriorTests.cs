using DiffOG.Policies.Act.Network;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

public sealed class PosteriorTests
{
    [Fact]
    public void A_standard_normal_does_not_diverge_from_itself()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(0, new Posterior(zeros(3, 4), zeros(3, 4)).Divergence().item<float>());
    }

    [Fact]
    public void The_divergence_is_summed_over_the_latent_and_averaged_over_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        // ½ (μ² + σ² − 1 − log σ²): of N(1, 1) ½; of N(0, 4) ½ (3 − log 4); the second row is standard.
        var posterior = new Posterior(
            tensor(new double[] { 1, 0, 0, 0 }, [2, 2]), tensor(new double[] { 0, Math.Log(4), 0, 0 }, [2, 2]));
        Assert.Equal((0.5 + (0.5 * (3 - Math.Log(4)))) / 2, posterior.Divergence().item<double>(), 12);
    }

    [Fact]
    public void Draws_have_the_mean_and_the_deviation()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor drawn = new Posterior(full([20000, 1], 3, ScalarType.Float64), full([20000, 1], Math.Log(0.25), ScalarType.Float64)).Draw(new GaussianSource(1, 2));
        Assert.Equal(3, drawn.mean().item<double>(), 0.02);
        Assert.Equal(0.5, drawn.std().item<double>(), 0.02);
    }
}
