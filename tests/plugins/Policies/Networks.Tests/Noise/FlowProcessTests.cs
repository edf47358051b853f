using DiffOG.Learning.Natives;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Noise;

public sealed class FlowProcessTests
{
    private const double Mean = 0.4;
    private const double Spread = 0.3;

    [Theory]
    [InlineData(SamplerKind.Euler, 1)]
    [InlineData(SamplerKind.Euler, 7)]
    [InlineData(SamplerKind.Midpoint, 3)]
    public void A_single_chunk_is_reached_exactly_because_the_way_to_it_is_straight(SamplerKind sampler, int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sample = Sample(new FlowProcess(steps) { Sampler = sampler }, (x, t) => (Mean - x) / (1 - t));
        Assert.InRange((sample - Mean).abs().max().item<double>(), 0, 1e-12);
    }

    [Theory]
    [InlineData(SamplerKind.Euler, 0.02)]
    [InlineData(SamplerKind.Midpoint, 1e-4)]
    public void Samples_of_normally_distributed_chunks_have_their_distribution(SamplerKind sampler, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sample = Sample(new FlowProcess(100) { Sampler = sampler }, Velocity);
        Assert.InRange((sample - (Mean + (Spread * Start()))).abs().max().item<double>(), 0, tolerance);
    }

    [Theory]
    [InlineData(SamplerKind.Euler, 1)]
    [InlineData(SamplerKind.Midpoint, 2)]
    public void Samples_converge_with_the_order_of_the_sampler(SamplerKind sampler, double order)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor exact = Start() * Math.Exp(-1.5);
        double Error(int steps) => (Sample(new FlowProcess(steps) { Sampler = sampler }, (x, t) => -x * (1 + t)) - exact).abs().max().item<double>();
        Assert.InRange(Math.Log2(Error(64) / Error(128)), order - 0.1, order + 0.1);
    }

    [Theory]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.Midpoint)]
    public void A_prediction_of_the_clean_chunk_leads_where_its_velocity_leads(SamplerKind sampler)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor velocity = Sample(new FlowProcess(9) { Sampler = sampler }, Velocity);
        Tensor clean = Sample(new FlowProcess(9) { Sampler = sampler, Prediction = PredictionKind.Clean }, (x, t) => x + (Velocity(x, t) * (1 - t)));
        Assert.InRange((velocity - clean).abs().max().item<double>(), 0, 1e-12);
    }

    [Theory]
    [InlineData(SamplerKind.Euler, PredictionKind.Velocity)]
    [InlineData(SamplerKind.Midpoint, PredictionKind.Velocity)]
    [InlineData(SamplerKind.Euler, PredictionKind.Clean)]
    public void Clipped_samples_lie_in_the_range_of_normalised_actions(SamplerKind sampler, PredictionKind prediction)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor Far(bool clip) => Sample(new FlowProcess(5) { Sampler = sampler, Prediction = prediction, Clip = clip }, (x, _) => 3 + x.cos());
        Assert.True(Far(clip: false).abs().max().item<double>() > 1.5);
        Assert.Equal(1, Far(clip: true).abs().max().item<double>());
    }

    [Theory]
    [InlineData(PredictionKind.Velocity)]
    [InlineData(PredictionKind.Clean)]
    public void A_network_that_knows_the_truth_has_no_loss_and_gives_the_clean_chunks(PredictionKind prediction)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor chunks = rand([32, 4, 2], ScalarType.Float64, generator: generator);
        Tensor Truth(Tensor noisy, Tensor times, Tensor condition) => prediction is PredictionKind.Clean
            ? chunks : (chunks - noisy) / (1 - (times / FlowProcess.TimeScale).reshape(-1, 1, 1));
        NoiseLoss loss = new FlowProcess(4) { Prediction = prediction }.Loss(Truth, chunks, zeros(32), new GaussianSource(1, 1));
        Assert.InRange(loss.Value.item<double>(), 0, 1e-18);
        Assert.InRange((loss.Clean() - chunks).abs().max().item<double>(), 0, 1e-9);
    }

    [Fact]
    public void Clean_chunks_carry_the_gradient_of_the_velocities_they_were_made_of()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = zeros([8, 4, 2], ScalarType.Float64, requires_grad: true), seen = empty(0);
        NoiseLoss loss = new FlowProcess(4).Loss((_, times, _) => { seen = times; return predicted; }, ones([8, 4, 2], ScalarType.Float64), zeros(8), new GaussianSource(1, 1));
        loss.Clean().sum().backward();
        Assert.True(predicted.grad!.allclose((1 - (seen / FlowProcess.TimeScale)).reshape(-1, 1, 1).expand(8, 4, 2), 1e-12, 1e-12));
    }

    [Fact]
    public void The_same_sources_give_the_same_sample_whatever_else_is_in_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        var process = new FlowProcess(5);
        double[] Draw(params GaussianSource[] sources) =>
            process.Sample((x, t, _) => x.sin() + t.reshape(-1, 1, 1), zeros(sources.Length), sources, 4, 2).data<double>().ToArray();
        double[] both = Draw(new(1, 0), new(2, 0));
        Assert.Equal(both, Draw(new(1, 0), new(2, 0)));
        Assert.Equal(both[8..], Draw(new GaussianSource(2, 0)));
        Assert.NotEqual(both[..8], both[8..]);
    }

    [Theory]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.Midpoint)]
    public void Losses_and_samples_leave_no_tensor_behind(SamplerKind sampler)
    {
        void Round()
        {
            using DisposeScope scope = NewDisposeScope();
            var process = new FlowProcess(3) { Sampler = sampler, Clip = true, Times = TimeSampling.LogitNormal };
            process.Loss((noisy, _, _) => noisy * 1, ones(4, 4, 2), zeros(4), new GaussianSource(1, 1)).Clean();
            process.Sample((noisy, _, _) => noisy * 1, zeros(2), [new(1, 0), new(2, 0)], 4, 2);
        }
        Round();
        long before = LiveTensors.Count();
        Round();
        Assert.Equal(before, LiveTensors.Count());
    }

    /// <summary>x − ε, in the mean over all normally distributed chunks x and all noise ε that can have led to a noisy chunk.</summary>
    private static Tensor Velocity(Tensor noisy, double t)
    {
        double variance = ((1 - t) * (1 - t)) + (t * t * Spread * Spread);
        Tensor off = (noisy - (t * Mean)) / variance;
        return Mean + (off * ((t * Spread * Spread) - (1 - t)));
    }

    /// <summary>The noise that every sample here begins with; a flow of normal distributions keeps each its share.</summary>
    private static Tensor Start()
    {
        float[] noise = new float[8];
        new GaussianSource(4, 0).Fill(noise);
        return tensor([.. noise.Select(e => (double)e)], [1, 4, 2]);
    }

    private static Tensor Sample(FlowProcess process, Func<Tensor, double, Tensor> network) => process.Sample(
        (x, times, _) => network(x.to(ScalarType.Float64), times[0].item<double>() / FlowProcess.TimeScale), zeros(1), [new(4, 0)], 4, 2);
}
