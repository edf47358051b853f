using System.ComponentModel.DataAnnotations;
using DiffOG.Diagnostics;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Tests;
using DiffOG.Policies.Act.Network;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

public sealed class ActVisionTests
{
    private const int Side = 20;

    private static readonly ObservationSpec Seeing = Make.Observations with { Cameras = [new("front", Side, Side), new("wrist", Side, Side), new("top", Side, Side)] };

    [Fact]
    public void Every_place_of_every_camera_is_a_token_with_its_place()
    {
        using DisposeScope scope = NewDisposeScope();
        ActOptions options = Options();
        using var network = new ActNetwork(new ActShape(options, 2, 0, 2, [.. Seeing.Cameras.Take(2)]));
        Make.Scramble(network);
        network.eval();
        using var generator = new Generator(4);
        Dictionary<string, Tensor> pictures = new() { ["front"] = Random([2, 3, Side, Side], generator), ["wrist"] = Random([2, 3, Side, Side], generator) };
        (Tensor robot, Tensor latent) = (Random([2, 2], generator), Random([2, 4], generator));
        Tensor chunks = network.Decode(new(robot, null, pictures), latent);
        using var maps = new FeatureMaps([.. Seeing.Cameras.Take(2)], options.Vision.ToVision());
        maps.to(ScalarType.Float64);
        maps.load_state_dict(network.state_dict().Where(t => t.Key.StartsWith("model.backbone.", StringComparison.Ordinal)).ToDictionary(t => t.Key["model.backbone.".Length..], t => t.Value));
        maps.eval();
        var plain = new PlainNetwork(network, options);
        using Tensor places = Positions.Over(3, 3, 16).to(ScalarType.Float64);
        for (int i = 0; i < 2; i++)
        {
            double[][] seen = [.. pictures.SelectMany(p => Rows(maps.Of(p.Key, p.Value)[i].flatten(1).transpose(0, 1)))];
            double[][] expected = plain.Decode(Values(robot[i]), null, Values(latent[i]), seen, [.. Rows(places[0]), .. Rows(places[0])]);
            Close.To([.. expected.SelectMany(v => v)], Values(chunks[i]), 1e-10);
        }
    }

    [Fact]
    public void The_policy_reads_the_cameras_and_values_that_are_named()
    {
        using ActPolicy policy = Policy("wrist");
        Assert.Equal(["wrist"], policy.Spec.Observations.Cameras.Select(c => c.Name));
        Assert.Equal(3, policy.Spec.Observations.Size);
        Assert.Equal("DOG1230", Assert.Throws<DiffOGException>(() => Policy("back")).Id);
    }

    [Fact]
    public void Pictures_decide_the_chunk_and_unread_values_do_not()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActPolicy policy = Policy("front");
        Prepare(policy);
        Tensor Chunk(byte shade, float cube) => policy.Sample(
            new(tensor(new[] { 0.1f, 0.2f, cube }, [1, 1, 3]), new Dictionary<string, Tensor> { ["front"] = Picture(1, shade) }), [new GaussianSource(1, 1)]);
        Assert.Equal(Single(Chunk(3, 0)), Single(Chunk(3, 1)));
        Assert.NotEqual(Single(Chunk(3, 0)), Single(Chunk(90, 0)));
    }

    [Fact]
    public void Training_on_pictures_reaches_every_weight()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActPolicy policy = Policy("front", "wrist");
        Prepare(policy);
        policy.Network.train();
        var batch = new DemonstrationBatch(
            new(rand(3, 1, 3), new Dictionary<string, Tensor> { ["front"] = Picture(3, 7), ["wrist"] = Picture(3, 30) }), randn(3, 6, 2), zeros(3, 6, ScalarType.Bool));
        policy.Loss(batch, new GaussianSource(1, 1)).Value.backward();
        Assert.All(policy.Network.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.isfinite().all().item<bool>(), p.name));
    }

    [Fact]
    public void Wrong_vision_options_are_named()
    {
        ValidationResult[] wrong = [.. new ActVisionOptions { Width = 24, Cameras = ["a", "a"] }.Validate(new ValidationContext(new object()))];
        Assert.Equal(["Width: 24 is not a multiple of 16, the channels of one group of the normalisation", "Cameras: 'a' is named twice"], wrong.Select(w => $"{w.MemberNames.Single()}: {w.ErrorMessage}"));
    }

    private static ActOptions Options(params string[] cameras) => new()
    {
        ChunkSize = 6,
        ExecutedSteps = 3,
        EmbedSize = 16,
        Heads = 2,
        FeedForward = 24,
        EncoderLayers = 1,
        VariationalLayers = 1,
        LatentSize = 4,
        Dropout = 0,
        Vision = new() { Cameras = cameras, Values = ["hand"], Width = 16, Stages = 2 },
    };

    private static ActPolicy Policy(params string[] cameras) => new(Options(cameras), Seeing, Make.Action());

    private static void Prepare(ActPolicy policy) => policy.Prepare(
        new(
            InputStatistics.Of([0, 0, 0, 1, 1, 2], 3),
            InputStatistics.Of([-1, -1, 1, 3], 2),
            Seeing.Cameras.ToDictionary(c => c.Name, _ => InputStatistics.Of([0, 0, 0, 1, 1, 1], 3))),
        seed: 1);

    private static Tensor Picture(int count, byte shade)
    {
        byte[] bytes = new byte[count * Side * Side * 3];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i * shade);
        return tensor(bytes, [count, 1, Side, Side, 3]);
    }

    private static Tensor Random(long[] shape, Generator generator) => randn(shape, ScalarType.Float64, generator: generator);

    private static double[][] Rows(Tensor matrix) => [.. Enumerable.Range(0, (int)matrix.shape[0]).Select(r => Values(matrix[r]))];

    private static double[] Values(Tensor tensor) => tensor.detach().contiguous().data<double>().ToArray();

    private static float[] Single(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
