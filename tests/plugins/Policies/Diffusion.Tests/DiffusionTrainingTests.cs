using DiffOG.Learning.Natives;
using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Ema;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Specs;
using DiffOG.Randomness;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion.Tests;

public sealed class DiffusionTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Ddpm)]
    public void A_sample_does_not_depend_on_what_else_is_in_the_batch(SamplerKind sampler)
    {
        using IDisposable scope = NewDisposeScope();
        using DiffusionPolicy model = Model(sampler: sampler);
        Tensor observations = Observations(5);
        Tensor together = model.Sample(new(observations), [.. Enumerable.Range(0, 5).Select(Source)]);
        for (int i = 0; i < 5; i++)
        {
            Tensor alone = model.Sample(new(observations.narrow(0, i, 1)), [Source(i)]);
            // Matrix kernels differ between batch sizes by rounding; noise that differed would show as tenths.
            Assert.True((alone[0] - together[i]).abs().max().item<float>() < 1e-3f);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_sample_and_another_seed_another()
    {
        using IDisposable scope = NewDisposeScope();
        using DiffusionPolicy model = Model();
        Tensor observations = Observations(1);
        float[] first = Values(model.Sample(new(observations), [Source(1)]));
        Assert.Equal(first, Values(model.Sample(new(observations), [Source(1)])));
        Assert.NotEqual(first, Values(model.Sample(new(observations), [Source(2)])));
    }

    [Fact]
    public void A_chunk_begins_at_the_last_observation_and_stays_within_the_demonstrated_range()
    {
        using IDisposable scope = NewDisposeScope();
        using DiffusionPolicy model = Model();
        Tensor chunks = model.Sample(new(Observations(3)), [Source(0), Source(1), Source(2)]);
        Assert.Equal([3L, 7L, 2L], chunks.shape);
        Assert.All(Values(chunks), v => Assert.InRange(v, -0.001f, 10.001f));
    }

    [Theory]
    [InlineData(ProcessKind.Diffusion, PredictionKind.Noise, 0.6)]
    [InlineData(ProcessKind.Diffusion, PredictionKind.Clean, 0.3)]
    [InlineData(ProcessKind.Diffusion, PredictionKind.Velocity, 0.3)]
    [InlineData(ProcessKind.Flow, PredictionKind.Velocity, 0.3)]
    [InlineData(ProcessKind.Flow, PredictionKind.Clean, 0.3)]
    public void Training_learns_actions_that_depend_on_the_observation(ProcessKind process, PredictionKind prediction, double share)
    {
        using DiffusionPolicy model = Model(process, prediction: prediction);
        using var optimiser = new AdamW(model.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(model.Network, model.Average, new EmaDecay());
        for (int k = 0; k < 300; k++)
            Train(model, optimiser, average, k);
        using IDisposable scope = NewDisposeScope();
        Tensor observations = Observations(16);
        Tensor chunks = model.Sample(new(observations), [.. Enumerable.Range(0, 16).Select(Source)]);
        Tensor wanted = Wanted(observations).narrow(1, 1, 7);
        double error = (chunks - wanted).square().mean().sqrt().item<float>();
        double spread = wanted.std().item<float>();
        Assert.True(error < share * spread, $"Error {error:F3}, spread of the targets {spread:F3}.");
    }

    [Fact]
    public void Training_and_sampling_leave_no_tensor_behind()
    {
        using DiffusionPolicy model = Model(sampler: SamplerKind.Ddpm);
        using var optimiser = new AdamW(model.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(model.Network, model.Average, new EmaDecay());
        void Round(int k)
        {
            Train(model, optimiser, average, k);
            using IDisposable scope = NewDisposeScope();
            model.Sample(new(Observations(2)), [Source(0), Source(1)]);
        }
        Round(0);
        long before = LiveTensors.Count();
        Round(1);
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void The_loss_gives_clean_chunks_from_now_on_whose_gradient_reaches_the_network()
    {
        using IDisposable scope = NewDisposeScope();
        using DiffusionPolicy model = Model();
        Tensor observations = Observations(5);
        PolicyLoss loss = model.Loss(new(new(observations), Wanted(observations), zeros(5, 8, ScalarType.Bool)), Source(1));
        Tensor chunks = loss.Chunks!();
        Assert.Equal([5L, 7L, 2L], chunks.shape);
        Assert.InRange(chunks.abs().max().item<float>(), 0, 1);
        chunks.square().sum().backward();
        Assert.All(model.Network.parameters(), p => Assert.NotNull(p.grad));
    }

    [Fact]
    public void A_checkpoint_gives_the_same_samples_and_has_the_names_of_the_reference()
    {
        using IDisposable scope = NewDisposeScope();
        using DiffusionPolicy saved = Model();
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using DiffusionPolicy loaded = New(Options());
        loaded.Load(file);
        Assert.Equal(Values(saved.Sample(new(Observations(1)), [Source(3)])), Values(loaded.Sample(new(Observations(1)), [Source(3)])));
        Assert.Contains("model.down_modules.0.0.blocks.0.block.0.weight", file.Entries.Keys);
        Assert.Contains("normalizer.params_dict.obs.scale", file.Entries.Keys);
    }

    [Fact]
    public void A_checkpoint_of_another_width_is_refused_with_the_differences()
    {
        using DiffusionPolicy saved = Model();
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using DiffusionPolicy other = New(new DiffusionOptions { Horizon = 8, ExecutedSteps = 4, Channels = [32, 32], StepEmbedding = 16 });
        DiffOGException error = Assert.Throws<DiffOGException>(() => other.Load(file));
        Assert.Equal("DOG1302", error.Id);
        Assert.Contains("mismatched: model.final_conv.1.weight is F32 [2, 16, 1], the model wants F32 [2, 32, 1]", error.Message, StringComparison.Ordinal);
    }

    private static void Train(DiffusionPolicy model, AdamW optimiser, AveragedWeights average, int k)
    {
        using IDisposable scope = NewDisposeScope();
        using var generator = new Generator((ulong)k);
        Tensor observations = rand([64, 2, 3], generator: generator);
        model.Loss(new(new(observations), Wanted(observations), zeros(64, 8, ScalarType.Bool)), new GaussianSource(7, k)).Value.backward();
        optimiser.Step(3e-3);
        optimiser.ZeroGradients();
        average.Update();
    }

    /// <summary>[B, 8, 2] in [0, 10]: a ramp whose slope is one observed number, and another held still.</summary>
    private static Tensor Wanted(Tensor observations)
    {
        Tensor ramp = arange(8, ScalarType.Float32) * (10f / 7);
        Tensor slope = observations.select(1, 1).narrow(1, 0, 1);
        Tensor held = observations.select(1, 1).narrow(1, 1, 1).expand(-1, 8) * 10;
        return stack([slope * ramp, held], 2);
    }

    private static Tensor Observations(int batch)
    {
        using var generator = new Generator(99);
        return rand([batch, 2, 3], generator: generator);
    }

    private static GaussianSource Source(int seed) => new(seed, 0);

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static DiffusionOptions Options(ProcessKind process = ProcessKind.Diffusion, SamplerKind? sampler = null, PredictionKind? prediction = null) => new()
    {
        Horizon = 8,
        ExecutedSteps = 4,
        Channels = [16, 32],
        StepEmbedding = 16,
        InferenceSteps = 10,
        Process = process,
        Sampler = sampler,
        Prediction = prediction,
    };

    private static DiffusionPolicy Model(ProcessKind process = ProcessKind.Diffusion, SamplerKind? sampler = null, PredictionKind? prediction = null)
    {
        DiffusionPolicy policy = New(Options(process, sampler, prediction));
        policy.Prepare(new(InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([0, 0, 10, 10], 2)), seed: 1);
        return policy;
    }

    private static DiffusionPolicy New(DiffusionOptions options) => new(
        options, new ObservationSpec([new("o", 3, "1")]),
        new ActionSpec(ActionMode.Absolute, [new("x", ActionGroup.Translation, "1", 0, 10), new("y", ActionGroup.Translation, "1", 0, 10)]));
}
