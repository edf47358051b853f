using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Learning.Ema;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

public sealed class ActPolicyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_spec_is_known_before_training()
    {
        using ActPolicy policy = Make.Unprepared();
        Assert.Equal((1, 6, 3, 6), (policy.Spec.ObservationSteps, policy.Spec.ChunkSteps, policy.Spec.ExecutedSteps, policy.WindowSteps));
        Assert.Equal(5, policy.PaddedSteps);
        Assert.Throws<InvalidOperationException>(() => policy.Act([Query(0)]));
    }

    [Fact]
    public void An_answer_follows_from_its_observation_alone_up_to_rounding()
    {
        using ActPolicy policy = Make.Prepared(Make.Options(dropout: 0.5));
        PolicyQuery[] queries = [.. Enumerable.Range(0, 50).Select(i => Query(i))];
        IReadOnlyList<ActionChunk> together = policy.Act(queries);
        Assert.Equal(Flat(together), Flat(policy.Act(queries)));
        for (int i = 0; i < queries.Length; i++)
            Close.To(together[i].Values, policy.Act([queries[i]])[0].Values, 1e-5);
        Assert.True(together[0].Values.Zip(together[1].Values).Max(v => Math.Abs(v.First - v.Second)) > 1e-3, "Another observation gets another chunk.");
        Assert.Equal(together[0].Values, policy.Act([.. queries.Select(q => q with { Seed = 9, ChunkIndex = 4 })])[0].Values);
    }

    [Fact]
    public void A_loaded_policy_answers_as_the_saved_one()
    {
        using ActPolicy saved = Make.Prepared();
        using SafetensorsFile file = Written(saved);
        using ActPolicy loaded = Make.Unprepared();
        loaded.Load(file);
        Assert.Equal(Flat(saved.Act([Query(1)])), Flat(loaded.Act([Query(1)])));
        Assert.Contains("model.vae_encoder_pos_enc", file.Entries.Keys);
        Assert.Contains("normalizer.params_dict.obs.scale", file.Entries.Keys);
    }

    [Fact]
    public void A_checkpoint_of_another_form_is_refused_with_every_difference()
    {
        using ActPolicy saved = Make.Prepared();
        using SafetensorsFile file = Written(saved);
        using ActPolicy other = Make.Unprepared(Make.Options(chunkSize: 8, environment: ["cube"]));
        DiffOGException error = Assert.Throws<DiffOGException>(() => other.Load(file));
        Assert.Equal("DOG1302", error.Id);
        Assert.Contains("mismatched: model.decoder_pos_embed.weight is F32 [6, 16], the model wants F32 [8, 16]", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing: model.encoder_env_state_input_proj.weight", error.Message, StringComparison.Ordinal);
        using ActPolicy withoutLatent = Make.Unprepared(Make.Options(variational: false));
        Assert.Contains("unexpected: model.vae_encoder_cls_embed.weight", Assert.Throws<DiffOGException>(() => withoutLatent.Load(file)).Message, StringComparison.Ordinal);
        using ActPolicy moreActions = Make.Unprepared(actions: 3);
        Assert.Equal("DOG1302", Assert.Throws<DiffOGException>(() => moreActions.Load(file)).Id);
    }

    [Fact]
    public void An_observation_that_there_is_not_is_refused_by_name()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => new ActPlugin().Create(
            new ActOptions { EnvironmentState = ["cubes", "hand"] }, new PluginContext { Observations = Make.Observations, Action = Make.Action() }));
        Assert.Equal("DOG1115", error.Id);
        Assert.Contains("names 'cubes'; the policy reads hand, cube.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_observations_get_a_token_of_their_own()
    {
        using DisposeScope scope = NewDisposeScope();
        var split = new ObservationSplit(Make.Observations, ["hand"]);
        Assert.Equal((1, 2), (split.RobotSize, split.EnvironmentSize));
        Tensor values = arange(6, ScalarType.Float32).view(2, 3);
        Assert.Equal([2f, 5f], split.Robot(values)!.data<float>().ToArray());
        Assert.Equal([0f, 1f, 3f, 4f], split.Environment(values)!.contiguous().data<float>().ToArray());
        Assert.Null(new ObservationSplit(Make.Observations, []).Environment(values));
        Assert.Null(new ObservationSplit(Make.Observations, ["hand", "cube"]).Robot(values));
        var partial = new ObservationSplit(Make.Observations, [], read: ["cube"]);
        Assert.Equal([2f, 5f], partial.Robot(values)!.contiguous().data<float>().ToArray());
        Assert.Throws<DiffOGException>(() => new ObservationSplit(Make.Observations, ["hand"], read: ["cube"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Training_learns_actions_that_depend_on_the_observation(bool variational)
    {
        using ActPolicy policy = Make.Prepared(Make.Options(embedSize: 32, variational: variational));
        using var optimiser = new AdamW(policy.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(policy.Network, policy.Average, new EmaDecay(Max: 0.95));
        for (int k = 0; k < 250; k++)
            Train(policy, optimiser, average, k);
        using DisposeScope scope = NewDisposeScope();
        Tensor observations = Observations(32, 999);
        Tensor wanted = Wanted(observations);
        double error = (policy.Sample(new(observations), [.. Enumerable.Range(0, 32).Select(i => new GaussianSource(i, 0))]) - wanted).square().mean().sqrt().item<float>();
        double spread = wanted.std().item<float>();
        Assert.True(error < 0.25 * spread, $"Error {error:F3}, spread of the targets {spread:F3}.");
    }

    [Fact]
    public void Training_and_acting_leave_no_tensor_behind()
    {
        using ActPolicy policy = Make.Prepared(Make.Options(dropout: 0.1, environment: ["cube"]));
        using var optimiser = new AdamW(policy.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(policy.Network, policy.Average, new EmaDecay());
        void Round(int k)
        {
            Train(policy, optimiser, average, k);
            policy.Act([Query(k), Query(k + 1)]);
        }
        Round(0);
        long before = LiveTensors.Count();
        Round(1);
        Assert.Equal(before, LiveTensors.Count());
    }

    private SafetensorsFile Written(ActPolicy policy)
    {
        SafetensorsWriter.Write(folder["policy"], policy.ToArrays());
        return SafetensorsFile.Open(folder["policy"]);
    }

    private static void Train(ActPolicy policy, AdamW optimiser, AveragedWeights average, int k)
    {
        using IDisposable scope = NewDisposeScope();
        policy.Network.train();
        manual_seed(k);
        Tensor observations = Observations(64, (ulong)k);
        policy.Loss(new(new(observations), Wanted(observations), zeros(64, 6, ScalarType.Bool)), new GaussianSource(7, k)).Value.backward();
        optimiser.Step(2e-3);
        optimiser.ZeroGradients();
        average.Update();
    }

    /// <summary>[B, 6, 2]: a ramp whose slope is one observed number, and another held still.</summary>
    private static Tensor Wanted(Tensor observations)
    {
        Tensor ramp = arange(6, ScalarType.Float32) / 5;
        Tensor slope = (observations.select(1, 0).narrow(1, 0, 1) * 2) - 1;
        Tensor held = ((observations.select(1, 0).narrow(1, 1, 1) * 4) - 1).expand(-1, 6);
        return stack([slope * ramp, held], 2);
    }

    private static Tensor Observations(int batch, ulong seed)
    {
        using var generator = new Generator(seed);
        return rand([batch, 1, 3], generator: generator);
    }

    private static PolicyQuery Query(int i) => new([new Observation([0.02 * i, 1 - (0.02 * i), 0.5])], Seed: 1, ChunkIndex: 0);

    private static double[] Flat(IReadOnlyList<ActionChunk> chunks) => [.. chunks.SelectMany(c => c.Values)];
}
