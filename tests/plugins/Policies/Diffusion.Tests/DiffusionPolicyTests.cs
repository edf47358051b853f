using DiffOG.Learning.Natives;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;

namespace DiffOG.Policies.Diffusion.Tests;

public sealed class DiffusionPolicyTests : IDisposable
{
    private static readonly DiffusionOptions Small = new() { Horizon = 8, ExecutedSteps = 4, Channels = [16, 32], StepEmbedding = 16, InferenceSteps = 16 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_spec_is_known_before_training()
    {
        using ITrainablePolicy policy = New();
        Assert.Equal((2, 7, 4), (policy.Spec.ObservationSteps, policy.Spec.ChunkSteps, policy.Spec.ExecutedSteps));
        Assert.Equal(8, policy.WindowSteps);
        Assert.Throws<InvalidOperationException>(() => policy.Act([Query(0, 0)]));
        Assert.Throws<InvalidOperationException>(() => policy.Normalisation);
    }

    [Fact]
    public void An_answer_follows_from_its_query_alone()
    {
        using ITrainablePolicy policy = Prepared();
        PolicyQuery[] queries = [.. Enumerable.Range(0, 50).Select(i => Query(i / 5, i % 5))];
        IReadOnlyList<ActionChunk> together = policy.Act(queries);
        Assert.Equal(Flat(together), Flat(policy.Act(queries)));
        double worst = queries.Select((q, i) => Difference(policy.Act([q])[0], together[i])).Max();
        // Matrix kernels may round otherwise for another batch size; other noise would show as tenths.
        Assert.True(worst < 2e-5, $"Alone and in a batch of 50 differ by {worst:E1}.");
        Assert.True(Difference(together[0], together[1]) > 1e-2, "Another chunk of the episode has other noise.");
        Assert.True(Difference(together[0], policy.Act([Query(9, 0)])[0]) > 1e-2, "Another episode has other noise.");
    }

    [Fact]
    public void A_loaded_policy_answers_as_the_saved_one()
    {
        using ITrainablePolicy saved = Prepared();
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using ITrainablePolicy loaded = New();
        loaded.Load(file);
        Assert.Equal(Flat(saved.Act([Query(1, 2)])), Flat(loaded.Act([Query(1, 2)])));
        Assert.Equal(saved.Normalisation.Scale, loaded.Normalisation.Scale);
        using ITrainablePolicy other = new DiffusionPlugin().Create(Small, Context(actions: 3));
        Assert.Equal("DOG1302", Assert.Throws<DiffOGException>(() => other.Load(file)).Id);
    }

    [Fact]
    public void Queries_of_another_shape_are_refused()
    {
        using ITrainablePolicy policy = Prepared();
        Assert.Throws<ArgumentException>(() => policy.Act([]));
        Assert.Throws<ArgumentException>(() => policy.Act([new PolicyQuery([new Observation(new double[3])], 0, 0)]));
        Assert.Throws<ArgumentException>(() => policy.Act([new PolicyQuery([new Observation(new double[3]), new Observation(new double[2])], 0, 0)]));
    }

    [Fact]
    public void Acting_leaves_no_tensor_behind()
    {
        using ITrainablePolicy policy = Prepared();
        policy.Act([Query(0, 0)]);
        long before = LiveTensors.Count();
        policy.Act([Query(0, 1), Query(0, 2)]);
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void The_averaged_loss_is_that_of_the_averaged_network()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using ITrainablePolicy policy = Prepared();
        var batch = new DemonstrationBatch(new(torch.zeros(4, 2, 3)), torch.ones(4, 8, 2), torch.zeros(4, 8, torch.ScalarType.Bool));
        float Loss(bool averaged) => policy.Loss(batch, new GaussianSource(1, 1), averaged).Value.item<float>();
        Assert.Equal(Loss(false), Loss(true));
        using (torch.no_grad())
            policy.Network.parameters().First().add_(1);
        Assert.NotEqual(Loss(false), Loss(true));
    }

    private static ITrainablePolicy New() => new DiffusionPlugin().Create(Small, Context(actions: 2));

    private static ITrainablePolicy Prepared()
    {
        ITrainablePolicy policy = New();
        policy.Prepare(new(InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([-1, -1, 1, 1], 2)), seed: 1);
        return policy;
    }

    private static PluginContext Context(int actions) => new()
    {
        Observations = new ObservationSpec([new("a", 1, "m"), new("b", 2, "m")]),
        Action = new ActionSpec(ActionMode.Relative, [.. Enumerable.Range(0, actions).Select(d => new ActionDimension($"d{d}", ActionGroup.Joint, "1", -1, 1))]),
    };

    private static PolicyQuery Query(long seed, int chunk) => new([new Observation([0.1, 0.2, seed * 0.05]), new Observation([0.3, 0.4, 0.5])], seed, chunk);

    private static double[] Flat(IReadOnlyList<ActionChunk> chunks) => [.. chunks.SelectMany(c => c.Values)];

    private static double Difference(ActionChunk a, ActionChunk b) => a.Values.Zip(b.Values).Max(v => Math.Abs(v.First - v.Second));
}
