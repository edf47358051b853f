using DiffOG.Learning.Policies;
using DiffOG.Learning.Tests;
using DiffOG.Policies.Act.Network;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

public sealed class ActLossTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void The_gradient_of_every_weight_is_the_finite_difference(bool preNorm, bool variational)
    {
        using DisposeScope scope = NewDisposeScope();
        using ActPolicy policy = Double(Make.Options(preNorm: preNorm, variational: variational, embedSize: 8, environment: ["cube"], decoderLayers: 2));
        DemonstrationBatch batch = Padded(Make.Batch(3), 1, 4);
        double Loss() => policy.Loss(batch, new GaussianSource(3, 1)).Value.item<double>();
        policy.Loss(batch, new GaussianSource(3, 1)).Value.backward();
        using var generator = new Generator(8);
        foreach ((string name, TorchSharp.Modules.Parameter weight) in policy.Network.named_parameters())
        {
            Tensor direction = randn(weight.shape, ScalarType.Float64, generator: generator);
            double expected = (weight.grad! * direction).sum().item<double>();
            double Moved(double by)
            {
                using IDisposable frozen = no_grad();
                weight.add_(direction * by);
                double loss = Loss();
                weight.add_(direction * -by);
                return loss;
            }
            double found = (Moved(1e-6) - Moved(-1e-6)) / 2e-6;
            Assert.True(Math.Abs(found - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{name}: {found:R} by differences, {expected:R} by the gradient.");
        }
    }

    [Fact]
    public void What_stands_in_padded_steps_changes_neither_loss_nor_gradient()
    {
        for (ulong round = 1; round <= 8; round++)
        {
            using DisposeScope scope = NewDisposeScope();
            using ActPolicy policy = Double(Make.Options(preNorm: round % 2 == 0));
            DemonstrationBatch batch = Padded(Make.Batch(4, seed: round), (int)(round % 4), 1 + (int)(round % 5));
            Tensor noise = Make.Batch(4, seed: 100 + round).Actions * 50;
            DemonstrationBatch other = batch with { Actions = batch.Actions.masked_fill(batch.Padding.unsqueeze(2), 0) + noise.masked_fill(batch.Padding.logical_not().unsqueeze(2), 0) };
            Assert.Equal(WithGradients(policy, batch), WithGradients(policy, other));
        }
    }

    [Fact]
    public void A_step_that_is_not_padded_changes_the_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActPolicy policy = Double(Make.Options());
        DemonstrationBatch batch = Make.Batch(4);
        Tensor padded = Padded(batch, 0, 5).Padding;
        Assert.NotEqual(WithGradients(policy, batch)[0], WithGradients(policy, batch with { Padding = padded })[0]);
    }

    [Fact]
    public void The_loss_is_the_mean_distance_over_steps_within_the_episode_and_the_weighted_divergence()
    {
        using DisposeScope scope = NewDisposeScope();
        ActOptions options = Make.Options(klWeight: 7, environment: ["cube"]);
        using ActPolicy policy = Double(options);
        DemonstrationBatch batch = Padded(Make.Batch(1), 0, 4);
        PolicyLoss loss = policy.Loss(batch, new GaussianSource(3, 1));
        double[] seen = Values((batch.Observations.Values.select(1, 0) - tensor(new[] { 0.5, 0.5, 1 })) / tensor(new[] { Math.Sqrt(0.5), Math.Sqrt(0.5), Math.Sqrt(2) }));
        // Actions: means 0 and 1, deviations √2 and √8.
        double[] wanted = Values((batch.Actions - tensor(new[] { 0d, 1 })) / tensor(new[] { Math.Sqrt(2), Math.Sqrt(8) }));
        double[][] actions = [.. wanted.Chunk(2)];
        var plain = new PlainNetwork(policy.Network, options);
        (double[] mean, double[] logVariance) = plain.Infer(seen[..2], actions, [false, false, false, false, true, true]);
        float[] noise = new float[4];
        new GaussianSource(3, 1).Fill(noise);
        double[] latent = [.. mean.Select((m, l) => m + (Math.Exp(logVariance[l] / 2) * noise[l]))];
        double[][] chunk = plain.Decode(seen[..2], seen[2..], latent);
        double distance = Enumerable.Range(0, 4).Average(t => Enumerable.Range(0, 2).Average(d => Math.Abs(chunk[t][d] - actions[t][d])));
        double divergence = mean.Select((m, l) => 0.5 * ((m * m) + Math.Exp(logVariance[l]) - 1 - logVariance[l])).Sum();
        // Normalisers are rounded to single precision.
        Assert.Equal(distance + (7 * divergence), loss.Value.item<double>(), 1e-5);
        Close.To([.. chunk.SelectMany(v => v)], Values(loss.Chunks!()), 1e-5);
    }

    [Fact]
    public void The_chunks_of_the_loss_carry_gradients_to_the_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActPolicy policy = Double(Make.Options());
        Tensor chunks = policy.Loss(Make.Batch(2), new GaussianSource(1, 1)).Chunks!();
        Assert.Equal([2L, 6L, 2L], chunks.shape);
        chunks.square().sum().backward();
        Assert.All(policy.Network.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.isfinite().all().item<bool>(), p.name));
    }

    [Fact]
    public void The_loss_follows_from_the_noise_and_dropout_from_the_seed_of_Torch()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActPolicy policy = Double(Make.Options(dropout: 0.3));
        DemonstrationBatch batch = Make.Batch(4);
        policy.Network.train();
        double Loss(long noise, long seed)
        {
            manual_seed(seed);
            return policy.Loss(batch, new GaussianSource(noise, 1)).Value.item<double>();
        }
        Assert.Equal(Loss(1, 1), Loss(1, 1));
        Assert.NotEqual(Loss(1, 1), Loss(2, 1));
        Assert.NotEqual(Loss(1, 1), Loss(1, 2));
    }

    private static ActPolicy Double(ActOptions options)
    {
        ActPolicy policy = Make.Prepared(options);
        Make.Scramble(policy.Network);
        return policy;
    }

    private static double[] WithGradients(ActPolicy policy, DemonstrationBatch batch)
    {
        policy.Network.zero_grad();
        Tensor loss = policy.Loss(batch, new GaussianSource(3, 1)).Value;
        loss.backward();
        return [loss.item<double>(), .. policy.Network.parameters().SelectMany(p => Values(p.grad!))];
    }

    /// <summary>One row of the batch ends after some steps.</summary>
    private static DemonstrationBatch Padded(DemonstrationBatch batch, int row, int steps)
    {
        Tensor padding = batch.Padding.clone();
        padding[row].narrow(0, steps, padding.shape[1] - steps).fill_(true);
        return batch with { Padding = padding };
    }

    private static double[] Values(Tensor tensor) => tensor.detach().contiguous().data<double>().ToArray();
}
