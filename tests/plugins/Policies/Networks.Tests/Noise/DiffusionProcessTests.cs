using DiffOG.Learning.Natives;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Noise;

public sealed class DiffusionProcessTests
{
    private static readonly NoiseSchedule Schedule = new(100);

    [Theory]
    [InlineData(PredictionKind.Noise)]
    [InlineData(PredictionKind.Clean)]
    [InlineData(PredictionKind.Velocity)]
    public void A_network_that_knows_the_truth_has_no_loss_and_gives_the_clean_chunks(PredictionKind prediction)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor chunks = Chunks();
        NoiseLoss loss = Process(prediction).Loss((noisy, times, _) => Truth(prediction, chunks, noisy, times), chunks, zeros(16), new GaussianSource(5, 1));
        Assert.InRange(loss.Value.item<double>(), 0, 1e-18);
        Assert.InRange((loss.Clean() - chunks).abs().max().item<double>(), 0, 1e-9);
    }

    [Fact]
    public void Clean_chunks_carry_the_gradient_of_the_predictions_they_were_made_of()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = zeros([16, 4, 2], ScalarType.Float64, requires_grad: true);
        Tensor noisy = empty(0), times = empty(0);
        NoiseLoss loss = Process(PredictionKind.Noise).Loss((x, t, _) => { (noisy, times) = (x, t); return predicted; }, Chunks(), zeros(16), new GaussianSource(5, 2));
        loss.Clean().sum().backward();
        double[] kept = [.. times.data<long>().ToArray().Select(t => Schedule.Kept[(int)t])];
        Tensor expected = tensor([.. kept.Select(k => -Math.Sqrt((1 - k) / k))], [16, 1, 1]).expand(16, 4, 2);
        Assert.True(predicted.grad!.allclose(expected, 1e-12, 1e-12));
    }

    [Fact]
    public void Clean_chunks_are_clipped_as_the_sampler_clips_them()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = full([16, 4, 2], 3.0, ScalarType.Float64);
        NoiseLoss Loss(bool clip) => new DiffusionProcess(Schedule, new Ddim(Schedule, 10, clip) { Prediction = PredictionKind.Clean })
            .Loss((_, _, _) => predicted, Chunks(), zeros(16), new GaussianSource(5, 3));
        Assert.Equal(1, Loss(clip: true).Clean().max().item<double>());
        Assert.Equal(3, Loss(clip: false).Clean().max().item<double>());
    }

    [Fact]
    public void A_sample_of_a_network_that_always_says_the_same_chunk_is_that_chunk()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor chunk = Chunks()[..1].to(ScalarType.Float32);
        Tensor sample = Process(PredictionKind.Clean).Sample((noisy, _, _) => chunk.expand_as(noisy), zeros(3), [new(1, 0), new(2, 0), new(3, 0)], 4, 2);
        Assert.InRange((sample - chunk).abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Losses_and_samples_leave_no_tensor_behind()
    {
        void Round()
        {
            using DisposeScope scope = NewDisposeScope();
            var process = new DiffusionProcess(Schedule, new Ddpm(Schedule, 10, clip: true));
            process.Loss((noisy, _, _) => noisy * 1, Chunks(), zeros(16), new GaussianSource(1, 1)).Clean();
            process.Sample((noisy, _, _) => noisy * 1, zeros(2), [new(1, 0), new(2, 0)], 4, 2);
        }
        Round();
        long before = LiveTensors.Count();
        Round();
        Assert.Equal(before, LiveTensors.Count());
    }

    private static DiffusionProcess Process(PredictionKind prediction) =>
        new(Schedule, new Ddim(Schedule, 10, clip: false) { Prediction = prediction });

    /// <summary>What a perfect network would say: of x_t = √ᾱ x₀ + √(1 − ᾱ) ε, either, or √ᾱ ε − √(1 − ᾱ) x₀.</summary>
    private static Tensor Truth(PredictionKind prediction, Tensor chunks, Tensor noisy, Tensor times)
    {
        if (prediction is PredictionKind.Clean)
            return chunks;
        double[] kept = [.. times.data<long>().ToArray().Select(t => Schedule.Kept[(int)t])];
        Tensor Column(Func<double, double> of) => tensor([.. kept.Select(of)], [kept.Length, 1, 1]);
        Tensor noise = (noisy - (chunks * Column(Math.Sqrt))) / Column(k => Math.Sqrt(1 - k));
        return prediction is PredictionKind.Noise ? noise : (noise * Column(Math.Sqrt)) - (chunks * Column(k => Math.Sqrt(1 - k)));
    }

    private static Tensor Chunks()
    {
        using var generator = new Generator(11);
        return (rand([16, 4, 2], ScalarType.Float64, generator: generator) * 2) - 1;
    }
}
