using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

/// <summary>Small policies that observe <c>hand</c> (2 values) and <c>cube</c> (1) and command two joints.</summary>
internal static class Make
{
    internal static ActOptions Options(
        int chunkSize = 6, int embedSize = 16, int decoderLayers = 1, bool preNorm = false, bool variational = true, double klWeight = 1, double dropout = 0, params string[] environment) => new()
        {
            ChunkSize = chunkSize,
            ExecutedSteps = 3,
            EmbedSize = embedSize,
            Heads = 2,
            FeedForward = 24,
            EncoderLayers = 1,
            DecoderLayers = decoderLayers,
            VariationalLayers = 1,
            Variational = variational,
            LatentSize = 4,
            KlWeight = klWeight,
            Dropout = dropout,
            PreNorm = preNorm,
            EnvironmentState = environment,
        };

    internal static readonly ObservationSpec Observations = new([new("hand", 2, "m"), new("cube", 1, "m")]);

    internal static ActionSpec Action(int size = 2) =>
        new(ActionMode.Relative, [.. Enumerable.Range(0, size).Select(d => new ActionDimension($"d{d}", ActionGroup.Joint, "1", -1, 1))]);

    internal static ActPolicy Unprepared(ActOptions? options = null, int actions = 2) => new(options ?? Options(), Observations, Action(actions));

    internal static ActPolicy Prepared(ActOptions? options = null, long seed = 1)
    {
        ActPolicy policy = Unprepared(options);
        policy.Prepare(new(InputStatistics.Of([0, 0, 0, 1, 1, 2], 3), InputStatistics.Of([-1, -1, 1, 3], 2)), seed);
        return policy;
    }

    /// <summary>Makes every weight random, also those that begin as zero or one, and the network double.</summary>
    internal static void Scramble(nn.Module network)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        network.to(ScalarType.Float64);
        using var generator = new Generator(11);
        foreach (Tensor weight in network.parameters())
            weight.copy_(randn(weight.shape, ScalarType.Float64, generator: generator) * 0.3);
    }

    /// <summary>A batch of random values, double, in which nothing is padded.</summary>
    internal static DemonstrationBatch Batch(int count, int steps = 6, ulong seed = 5)
    {
        using var generator = new Generator(seed);
        return new(
            new(rand([count, 1, 3], ScalarType.Float64, generator: generator)),
            randn([count, steps, 2], ScalarType.Float64, generator: generator),
            zeros(count, steps, ScalarType.Bool));
    }
}
