using DiffOG.Composition;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Tests;

public sealed class PicturesTests
{
    private static readonly BcRnnOptions Seeing = new()
    {
        ObservationSteps = 3,
        ChunkSteps = 2,
        ExecutedSteps = 1,
        HiddenSize = 16,
        Sampling = MixtureSampling.MostLikely,
        Vision = new VisionOptions { Cameras = ["front"], Values = ["hand"], Width = 16, Stages = 1, Keypoints = 4, Features = 8 },
    };

    [Fact]
    public void The_lstm_reads_the_features_of_every_picture_and_the_named_values()
    {
        using ITrainablePolicy policy = Prepared();
        var arrays = policy.ToArrays();
        Assert.Contains("policy.nets.encoder.nets.obs.obs_nets.front.nets.0.nets.4.1.conv2.weight", arrays.Keys);
        Assert.Equal([64, 9], arrays["policy.nets.rnn.nets.weight_ih_l0"].Shape.Select(n => (int)n));
        double[] seen = policy.Act([Query(10, 10)])[0].Values;
        Assert.Equal(seen, policy.Act([Query(10, 10)])[0].Values);
        Assert.NotEqual(seen, policy.Act([Query(10, 200)])[0].Values);
        Assert.NotEqual(seen, policy.Act([Query(200, 10)])[0].Values);
    }

    [Fact]
    public void Training_reaches_the_network_of_the_pictures()
    {
        using DisposeScope scope = NewDisposeScope();
        using ITrainablePolicy policy = Prepared();
        var observations = new ObservationBatch(randn(2, 3, 3), new Dictionary<string, Tensor> { ["front"] = randint(0, 256, [2, 3, 20, 24, 3], ScalarType.Byte) });
        policy.Loss(new(observations, (rand(2, 4, 2) * 1.6) - 0.8, zeros([2, 4], ScalarType.Bool)), new GaussianSource(1, 1)).Value.backward();
        Assert.All(policy.Network.named_parameters(), p => Assert.True(p.parameter.grad is { } gradient && gradient.abs().max().item<float>() > 0, p.name));
    }

    private static ITrainablePolicy Prepared()
    {
        ITrainablePolicy policy = new BcRnnPlugin().Create(Seeing, new PluginContext
        {
            Observations = new ObservationSpec([new("object", 2, "m"), new("hand", 1, "m")]) { Cameras = [new("side", 8, 8), new("front", 24, 20)] },
            Action = new ActionSpec(ActionMode.Relative, [.. Enumerable.Range(0, 2).Select(d => new ActionDimension($"d{d}", ActionGroup.Joint, "1", -1, 1))]),
        });
        policy.Prepare(
            new(InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([-1, -1, 1, 1], 2), new Dictionary<string, InputStatistics> { ["front"] = InputStatistics.Of([0, 0, 0, 1, 1, 1], 3) }),
            seed: 1);
        return policy;
    }

    private static PolicyQuery Query(byte before, byte now)
    {
        Observation Seen(byte brightness)
        {
            byte[] pixels = [.. Enumerable.Range(0, 24 * 20 * 3).Select(i => (byte)(brightness + (i % 7)))];
            return new([0.1, 0.2, 0.3]) { Images = new Dictionary<string, Image> { ["front"] = new(24, 20, pixels) } };
        }
        return new PolicyQuery([Seen(before), Seen(before), Seen(now)], Seed: 1, ChunkIndex: 0);
    }
}
