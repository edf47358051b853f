using DiffOG.Learning.Tests;
using DiffOG.Policies.Act.Network;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

public sealed class ActNetworkTests
{
    [Theory]
    [InlineData(false, 2, 1)]
    [InlineData(true, 2, 1)]
    [InlineData(false, 0, 3)]
    [InlineData(true, 3, 0)]
    public void Chunks_equal_those_of_plain_loops(bool preNorm, int robot, int environment)
    {
        using DisposeScope scope = NewDisposeScope();
        ActOptions options = Options(preNorm);
        using ActNetwork network = Scrambled(options, robot, environment);
        (Tensor hand, Tensor cube, Tensor latent) = (Random([3, robot], 1), Random([3, environment], 2), Random([3, 4], 3));
        Tensor chunks = network.Decode(new(robot > 0 ? hand : null, environment > 0 ? cube : null), latent);
        Assert.Equal([3L, 5L, 2L], chunks.shape);
        var plain = new PlainNetwork(network, options);
        for (int i = 0; i < 3; i++)
        {
            double[][] expected = plain.Decode(robot > 0 ? Values(hand[i]) : null, environment > 0 ? Values(cube[i]) : null, Values(latent[i]));
            Close.To([.. expected.SelectMany(v => v)], Values(chunks[i]), 1e-11);
        }
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void The_latents_distribution_equals_that_of_plain_loops(bool preNorm, int robot)
    {
        using DisposeScope scope = NewDisposeScope();
        ActOptions options = Options(preNorm);
        using ActNetwork network = Scrambled(options, robot, environment: 1);
        (Tensor hand, Tensor actions) = (Random([3, robot], 1), Random([3, 5, 2], 2));
        bool[][] padding = [[false, false, false, false, false], [false, false, false, true, true], [false, true, true, true, true]];
        Posterior found = network.Posterior!(robot > 0 ? hand : null, actions, tensor(padding.SelectMany(p => p).ToArray(), [3, 5]));
        var plain = new PlainNetwork(network, options);
        for (int i = 0; i < 3; i++)
        {
            double[][] steps = [.. Enumerable.Range(0, 5).Select(t => Values(actions[i][t]))];
            (double[] mean, double[] logVariance) = plain.Infer(robot > 0 ? Values(hand[i]) : null, steps, padding[i]);
            Close.To(mean, Values(found.Mean[i]), 1e-11);
            Close.To(logVariance, Values(found.LogVariance[i]), 1e-11);
        }
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_the_reference()
    {
        using ActNetwork network = new(new ActShape(Options(preNorm: true, decoderLayers: 1), 2, 1, 2));
        Assert.Equal(
            [
                .. Encoder("vae_encoder"), .. Encoder("encoder"), .. Layer("decoder.layers.0", "self_attn", "multihead_attn"), .. Pair("decoder.norm", "8"),
                "vae_encoder_cls_embed.weight [1, 8]", "vae_encoder_pos_enc [1, 7, 8]", .. Pair("vae_encoder_robot_state_input_proj", "8, 2", "8"),
                .. Pair("vae_encoder_action_input_proj", "8, 2", "8"), .. Pair("vae_encoder_latent_output_proj", "8, 8", "8"),
                .. Pair("encoder_robot_state_input_proj", "8, 2", "8"), .. Pair("encoder_env_state_input_proj", "8, 1", "8"), .. Pair("encoder_latent_input_proj", "8, 4", "8"),
                "encoder_1d_feature_pos_embed.weight [3, 8]", "decoder_pos_embed.weight [5, 8]", .. Pair("action_head", "2, 8", "2"),
            ],
            network.state_dict().Select(t => $"{t.Key["model.".Length..]} [{string.Join(", ", t.Value.shape)}]"),
            new SameElements());
    }

    [Fact]
    public void Without_a_latent_variable_there_is_no_encoder_of_it()
    {
        using ActNetwork network = new(new ActShape(Options(preNorm: false, variational: false), 2, 1, 2));
        Assert.Null(network.Posterior);
        Assert.DoesNotContain(network.state_dict().Keys, name => name.Contains("vae", StringComparison.Ordinal));
    }

    [Fact]
    public void Fresh_weights_are_drawn_as_the_reference_draws_them()
    {
        using ActNetwork network = new(new ActShape(Options(preNorm: false, embedSize: 64, feedForward: 128), 2, 1, 2));
        Dictionary<string, Tensor> weights = network.state_dict();
        double Bound(string name) => weights["model." + name].abs().max().item<float>();
        Assert.InRange(Bound("encoder.layers.0.self_attn.in_proj_weight"), 0.95 * Math.Sqrt(6d / 256), Math.Sqrt(6d / 256) + 1e-6);
        Assert.InRange(Bound("vae_encoder.layers.0.self_attn.in_proj_weight"), 0.95 * Math.Sqrt(6d / 256), Math.Sqrt(6d / 256) + 1e-6);
        Assert.InRange(Bound("decoder.layers.0.multihead_attn.out_proj.weight"), 0.95 * Math.Sqrt(6d / 128), Math.Sqrt(6d / 128) + 1e-6);
        Assert.InRange(Bound("encoder.layers.0.linear1.weight"), 0.95 * Math.Sqrt(6d / 192), Math.Sqrt(6d / 192) + 1e-6);
        Assert.InRange(Bound("vae_encoder.layers.0.linear1.weight"), 0.95 * Math.Sqrt(1d / 64), Math.Sqrt(1d / 64) + 1e-6);
        Assert.Equal(0, Bound("decoder.layers.0.self_attn.in_proj_bias"));
        Assert.Equal(0, Bound("decoder.layers.0.self_attn.out_proj.bias"));
        Assert.All(weights.Where(w => w.Key.Contains("norm", StringComparison.Ordinal)), w => Assert.True(
            w.Value.eq(w.Key.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0).all().item<bool>(), w.Key));
        Assert.InRange(weights["model.decoder_pos_embed.weight"].std().item<float>(), 0.85, 1.15);
    }

    private static ActOptions Options(bool preNorm, int embedSize = 8, int feedForward = 12, int decoderLayers = 2, bool variational = true) => new()
    {
        ChunkSize = 5,
        ExecutedSteps = 5,
        EmbedSize = embedSize,
        Heads = 2,
        FeedForward = feedForward,
        EncoderLayers = 2,
        VariationalLayers = 2,
        DecoderLayers = decoderLayers,
        Variational = variational,
        LatentSize = 4,
        Dropout = 0,
        PreNorm = preNorm,
    };

    private static ActNetwork Scrambled(ActOptions options, int robot, int environment)
    {
        var network = new ActNetwork(new ActShape(options, robot, environment, actionSize: 2));
        Make.Scramble(network);
        return network;
    }

    private static Tensor Random(long[] shape, ulong seed)
    {
        using var generator = new Generator(seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    private static double[] Values(Tensor tensor) => tensor.detach().contiguous().data<double>().ToArray();

    private static IEnumerable<string> Encoder(string name) =>
        [.. Layer($"{name}.layers.0", "self_attn"), .. Layer($"{name}.layers.1", "self_attn"), .. Pair($"{name}.norm", "8")];

    private static IEnumerable<string> Layer(string name, params string[] attentions) =>
    [
        .. attentions.SelectMany(a => Pair($"{name}.{a}.out_proj", "8, 8", "8").Concat([$"{name}.{a}.in_proj_weight [24, 8]", $"{name}.{a}.in_proj_bias [24]"])),
        .. Pair($"{name}.linear1", "12, 8", "12"), .. Pair($"{name}.linear2", "8, 12", "8"),
        .. Enumerable.Range(1, attentions.Length + 1).SelectMany(i => Pair($"{name}.norm{i}", "8")),
    ];

    private static string[] Pair(string name, string weight, string? bias = null) => [$"{name}.weight [{weight}]", $"{name}.bias [{bias ?? weight}]"];

    private sealed class SameElements : IEqualityComparer<IEnumerable<string>>
    {
        public bool Equals(IEnumerable<string>? x, IEnumerable<string>? y) => x!.Order(StringComparer.Ordinal).SequenceEqual(y!.Order(StringComparer.Ordinal));

        public int GetHashCode(IEnumerable<string> obj) => 0;
    }
}
