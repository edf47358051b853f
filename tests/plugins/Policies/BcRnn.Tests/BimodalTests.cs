using DiffOG.Learning.Ema;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Policies;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Tests;

/// <summary>Demonstrations that pass an obstacle on its left or on its right, equally often, after the same observations.</summary>
public sealed class BimodalTests
{
    private const double Side = 0.6;

    [Fact]
    public void Both_ways_are_kept_whole_and_the_mean_between_them_is_never_proposed()
    {
        using ITrainablePolicy policy = Trained();
        using DisposeScope scope = NewDisposeScope();
        const int Draws = 60;
        Tensor chunks = policy.Sample(new(zeros(Draws, 2, 3)), [.. Enumerable.Range(0, Draws).Select(i => new GaussianSource(i, 0))]);
        int[] sides = new int[2];
        for (int i = 0; i < Draws; i++)
        {
            float[] first = chunks[i].select(1, 0).contiguous().data<float>().ToArray();
            Assert.All(first, v => Assert.InRange(Math.Abs(v), Side - 0.15, Side + 0.15));
            // One component is drawn for a whole chunk: it never changes sides.
            Assert.Single(first.Select(v => Math.Sign(v)).Distinct());
            sides[first[0] > 0 ? 1 : 0]++;
        }
        Assert.All(sides, s => Assert.InRange(s, Draws / 5, Draws));
    }

    private static ITrainablePolicy Trained()
    {
        ITrainablePolicy policy = BcRnnPolicyTests.Prepared(new BcRnnOptions { ObservationSteps = 2, ChunkSteps = 3, ExecutedSteps = 3, HiddenSize = 16, Layers = 1, Modes = 2 });
        using var optimiser = new AdamW(policy.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(policy.Network, policy.Average, new EmaDecay(Max: 0.9));
        for (int k = 0; k < 150; k++)
        {
            using DisposeScope scope = NewDisposeScope();
            policy.Loss(new(new(zeros(32, 2, 3)), Demonstrated(k), zeros([32, 4], ScalarType.Bool)), new GaussianSource(0, k)).Value.backward();
            optimiser.Step(2e-2);
            optimiser.ZeroGradients();
            average.Update();
        }
        return policy;
    }

    /// <summary>[32, 4, 2]: half to one side and half to the other, with a little scatter.</summary>
    private static Tensor Demonstrated(int step)
    {
        using var generator = new Generator((ulong)step);
        Tensor side = ones(32, 1, 1);
        side.narrow(0, 0, 16).neg_();
        return ((side * Side) + (randn([32, 4, 2], generator: generator) * 0.05)).clamp(-1, 1);
    }
}
