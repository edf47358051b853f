using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Learning.Ema;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Learning.Training;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Randomness;
using DiffOG.Specs;
using DiffOG.Testing;
using DiffOG.Testing.Fakes;
using NSubstitute;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.DiffusionTransformer.Tests;

public sealed class DiffusionTransformerTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ArchitectureKind.Decoder, ProcessKind.Diffusion)]
    [InlineData(ArchitectureKind.Decoder, ProcessKind.Flow)]
    [InlineData(ArchitectureKind.Encoder, ProcessKind.Diffusion)]
    public void Training_learns_actions_that_depend_on_the_observation(ArchitectureKind architecture, ProcessKind process)
    {
        using DiffusionTransformerPolicy policy = Policy(architecture, process);
        using var optimiser = new AdamW(policy.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(policy.Network, policy.Average, new EmaDecay());
        for (int k = 0; k < 400; k++)
            Train(policy, optimiser, average, k);
        using DisposeScope scope = NewDisposeScope();
        Tensor observations = Observations(16);
        Tensor wanted = Wanted(observations).narrow(1, 1, 7);
        Tensor chunks = policy.Sample(new(observations), [.. Enumerable.Range(0, 16).Select(Source)]);
        double error = (chunks - wanted).square().mean().sqrt().item<float>();
        double spread = wanted.std().item<float>();
        Assert.True(error < 0.3 * spread, $"Error {error:F3}, spread of the targets {spread:F3}.");
    }

    [Fact]
    public void Masks_that_hold_infinity_neither_stop_training_nor_change()
    {
        using DiffusionTransformerPolicy policy = New(Options());
        var data = new MemoryDataset(policy.Spec.Observations, policy.Spec.Action, rate: 10);
        for (int episode = 0; episode < 2; episode++)
            data.Append(new EpisodeWindow(RandomValues.Normal(20 * 3, episode), RandomValues.Normal(20 * 2, 7 + episode)), new Dictionary<string, string>());
        new PolicyTrainer(policy, data, new TrainingSettings { Steps = 3, BatchSize = 4, WarmupSteps = 1 }, Substitute.For<ITrainingObserver>()).Run(folder["run"], TestContext.Current.CancellationToken);
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = policy.Network.state_dict()["model.mask"];
        Assert.True(mask.exp().eq(ones_like(mask).tril()).all().item<bool>());
    }

    [Fact]
    public void Training_and_sampling_leave_no_tensor_behind()
    {
        using DiffusionTransformerPolicy policy = Policy();
        using var optimiser = new AdamW(policy.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(policy.Network, policy.Average, new EmaDecay());
        void Round(int k)
        {
            Train(policy, optimiser, average, k);
            using DisposeScope scope = NewDisposeScope();
            policy.Sample(new(Observations(2)), [Source(0), Source(1)]);
        }
        Round(0);
        long before = LiveTensors.Count();
        Round(1);
        Round(2);
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void The_loss_gives_clean_chunks_from_now_on_whose_gradient_reaches_the_network()
    {
        using DisposeScope scope = NewDisposeScope();
        using DiffusionTransformerPolicy policy = Policy();
        Tensor observations = Observations(5);
        PolicyLoss loss = policy.Loss(new(new(observations), Wanted(observations), zeros(5, 8, ScalarType.Bool)), Source(1));
        Tensor chunks = loss.Chunks!();
        Assert.Equal([5L, 7L, 2L], chunks.shape);
        chunks.square().sum().backward();
        Assert.All(policy.Network.parameters(), p => Assert.NotNull(p.grad));
    }

    [Fact]
    public void A_checkpoint_gives_the_same_samples_and_has_the_names_of_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        using DiffusionTransformerPolicy saved = Policy();
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using DiffusionTransformerPolicy loaded = New(Options());
        loaded.Load(file);
        Assert.Equal(Values(saved.Sample(new(Observations(1)), [Source(3)])), Values(loaded.Sample(new(Observations(1)), [Source(3)])));
        Assert.Contains("model.decoder.layers.0.multihead_attn.in_proj_weight", file.Entries.Keys);
        Assert.Contains("model.memory_mask", file.Entries.Keys);
    }

    [Fact]
    public void A_checkpoint_of_another_architecture_is_refused_with_the_differences()
    {
        using DiffusionTransformerPolicy saved = Policy();
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using DiffusionTransformerPolicy other = New(Options(ArchitectureKind.Encoder));
        DiffOGException error = Assert.Throws<DiffOGException>(() => other.Load(file));
        Assert.Equal("DOG1302", error.Id);
        Assert.Contains("missing: model.encoder.layers.0.self_attn.in_proj_weight", error.Message, StringComparison.Ordinal);
    }

    private static void Train(DiffusionTransformerPolicy policy, AdamW optimiser, AveragedWeights average, int k)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)k);
        Tensor observations = rand([64, 2, 3], generator: generator);
        policy.Loss(new(new(observations), Wanted(observations), zeros(64, 8, ScalarType.Bool)), new GaussianSource(7, k)).Value.backward();
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

    private static DiffusionTransformerOptions Options(ArchitectureKind architecture = ArchitectureKind.Decoder, ProcessKind process = ProcessKind.Diffusion) => new()
    {
        Horizon = 8,
        ExecutedSteps = 4,
        EmbedSize = 32,
        Heads = 2,
        Layers = 2,
        Dropout = 0,
        InferenceSteps = 10,
        Architecture = architecture,
        Process = process,
        Prediction = PredictionKind.Clean,
    };

    private static DiffusionTransformerPolicy Policy(ArchitectureKind architecture = ArchitectureKind.Decoder, ProcessKind process = ProcessKind.Diffusion)
    {
        DiffusionTransformerPolicy policy = New(Options(architecture, process));
        policy.Prepare(new(InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([0, 0, 10, 10], 2)), seed: 1);
        return policy;
    }

    private static DiffusionTransformerPolicy New(DiffusionTransformerOptions options) => new(
        options, new ObservationSpec([new("o", 3, "1")]),
        new ActionSpec(ActionMode.Absolute, [new("x", ActionGroup.Translation, "1", 0, 10), new("y", ActionGroup.Translation, "1", 0, 10)]));
}
