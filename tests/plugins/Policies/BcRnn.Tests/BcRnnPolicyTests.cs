using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Tests;

public sealed class BcRnnPolicyTests : IDisposable
{
    private static readonly BcRnnOptions Small = new() { ObservationSteps = 4, ChunkSteps = 3, ExecutedSteps = 2, HiddenSize = 16, Modes = 3 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_spec_is_known_before_training()
    {
        using ITrainablePolicy policy = New(Small);
        Assert.Equal((4, 3, 2, 6), (policy.Spec.ObservationSteps, policy.Spec.ChunkSteps, policy.Spec.ExecutedSteps, policy.WindowSteps));
        // The last window ends with the chunk of an episode's last observation.
        Assert.Equal(2, policy.PaddedSteps);
        Assert.Throws<InvalidOperationException>(() => policy.Act([Query(0, 0)]));
    }

    [Fact]
    public void An_answer_follows_from_its_query_alone()
    {
        using ITrainablePolicy policy = Prepared(Small);
        PolicyQuery[] queries = [.. Enumerable.Range(0, 40).Select(i => Query(i / 5, i % 5))];
        IReadOnlyList<ActionChunk> together = policy.Act(queries);
        Assert.Equal(Flat(together), Flat(policy.Act(queries)));
        Assert.InRange(queries.Select((q, i) => Difference(policy.Act([q])[0], together[i])).Max(), 0, 2e-5);
        Assert.True(together.Skip(1).Max(c => Difference(c, together[0])) > 1e-3, "Other chunks are drawn from other components.");
    }

    [Fact]
    public void The_most_likely_chunk_does_not_depend_on_the_seed()
    {
        using ITrainablePolicy policy = Prepared(new BcRnnOptions { ObservationSteps = 4, HiddenSize = 16, Sampling = MixtureSampling.MostLikely });
        Assert.Equal(Flat(policy.Act([Query(1, 0)])), Flat(policy.Act([Query(1, 7)])));
    }

    [Fact]
    public void A_loaded_policy_answers_as_the_saved_one_and_another_shape_is_refused()
    {
        using ITrainablePolicy saved = Prepared(Small);
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using ITrainablePolicy loaded = New(Small);
        loaded.Load(file);
        Assert.Equal(Flat(saved.Act([Query(1, 2)])), Flat(loaded.Act([Query(1, 2)])));
        using ITrainablePolicy other = New(new BcRnnOptions { ObservationSteps = 4, ChunkSteps = 3, ExecutedSteps = 2, HiddenSize = 16, Modes = 2 });
        DiffOGException error = Assert.Throws<DiffOGException>(() => other.Load(file));
        Assert.Equal("DOG1302", error.Id);
        Assert.Contains("mismatched: policy.nets.decoder.nets.logits.bias is F32 [3], the model wants F32 [2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_before_the_episode_do_not_count()
    {
        using DisposeScope scope = NewDisposeScope();
        using ITrainablePolicy policy = Prepared(Small);
        Tensor actions = Random(5, 2, 6, 2), padding = zeros([2, 6], ScalarType.Bool);
        padding[0, 0] = true;
        double before = Loss(policy, actions, padding);
        // Row 0 is the target of step 0 alone, which sees the first observation repeated.
        actions[0, 0] += 0.3f;
        Assert.Equal(before, Loss(policy, actions, padding));
        actions[0, 1] += 0.3f;
        Assert.NotEqual(before, Loss(policy, actions, padding));
    }

    [Fact]
    public void The_estimate_for_joint_training_is_the_most_likely_chunk_of_the_last_step_and_has_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using ITrainablePolicy policy = Prepared(new BcRnnOptions { ObservationSteps = 4, ChunkSteps = 3, ExecutedSteps = 2, HiddenSize = 16, Modes = 3, Sampling = MixtureSampling.MostLikely });
        Tensor observed = Random(6, 2, 4, 3);
        PolicyLoss loss = policy.Loss(new(new(observed), Random(5, 2, 6, 2), zeros([2, 6], ScalarType.Bool)), new GaussianSource(0, 0));
        Tensor chunks = loss.Chunks!();
        Assert.Equal([2L, 3L, 2L], chunks.shape);
        Assert.True(chunks.requires_grad);
        // Raw and normalised actions are the same: the demonstrated range is [-1, 1].
        Assert.InRange((chunks - policy.Sample(new(observed), [new(0, 0), new(0, 1)])).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Acting_and_training_leave_no_tensor_behind()
    {
        using ITrainablePolicy policy = Prepared(Small);
        void Round()
        {
            policy.Act([Query(0, 1), Query(0, 2)]);
            using DisposeScope scope = NewDisposeScope();
            PolicyLoss loss = policy.Loss(new(new(Random(6, 2, 4, 3)), Random(5, 2, 6, 2), zeros([2, 6], ScalarType.Bool)), new GaussianSource(0, 0));
            (loss.Value + loss.Chunks!().sum()).backward();
        }
        Round();
        long before = LiveTensors.Count();
        Round();
        Assert.Equal(before, LiveTensors.Count());
    }

    internal static ITrainablePolicy New(BcRnnOptions options) => new BcRnnPlugin().Create(options, new PluginContext
    {
        Observations = new ObservationSpec([new("a", 1, "m"), new("b", 2, "m")]),
        Action = new ActionSpec(ActionMode.Relative, [.. Enumerable.Range(0, 2).Select(d => new ActionDimension($"d{d}", ActionGroup.Joint, "1", -1, 1))]),
    });

    internal static ITrainablePolicy Prepared(BcRnnOptions options)
    {
        ITrainablePolicy policy = New(options);
        policy.Prepare(new(InputStatistics.Of([-1, -1, -1, 1, 1, 1], 3), InputStatistics.Of([-1, -1, 1, 1], 2)), seed: 1);
        return policy;
    }

    private static double Loss(ITrainablePolicy policy, Tensor actions, Tensor padding) =>
        policy.Loss(new(new(Random(6, 2, 4, 3)), actions, padding), new GaussianSource(0, 0)).Value.item<float>();

    private static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return (rand(shape, generator: generator) * 1.6) - 0.8;
    }

    private static PolicyQuery Query(long seed, int chunk) =>
        new([.. Enumerable.Range(0, 4).Select(t => new Observation([0.1 * t, 0.2, seed * 0.05]))], seed, chunk);

    private static double[] Flat(IReadOnlyList<ActionChunk> chunks) => [.. chunks.SelectMany(c => c.Values)];

    private static double Difference(ActionChunk a, ActionChunk b) => a.Values.Zip(b.Values).Max(v => Math.Abs(v.First - v.Second));
}
