using DiffOG.Composition;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;

namespace DiffOG.Policies.Diffusion.Tests;

public sealed class DiffusionWithPicturesTests : IDisposable
{
    private static readonly DiffusionOptions Seeing = new()
    {
        Horizon = 8,
        ExecutedSteps = 4,
        Channels = [16],
        StepEmbedding = 16,
        InferenceSteps = 8,
        Vision = new VisionOptions { Cameras = ["front"], Values = ["hand"], Width = 16, Stages = 1, Keypoints = 4, Features = 8 },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_policy_reads_the_named_cameras_and_all_values()
    {
        using ITrainablePolicy policy = New();
        Assert.Equal(["front"], policy.Spec.Observations.Cameras.Select(c => c.Name));
        Assert.Equal(3, policy.Spec.Observations.Size);
    }

    [Fact]
    public void Weights_have_the_references_names_and_the_condition_is_that_of_the_named_values_and_cameras()
    {
        using ITrainablePolicy policy = Prepared();
        IReadOnlyDictionary<string, SafetensorsArray> arrays = policy.ToArrays();
        Assert.Contains("obs_encoder.obs_nets.front.nets.0.nets.4.1.conv2.weight", arrays.Keys);
        Assert.Contains("normalizer.params_dict.front.scale", arrays.Keys);
        // Step embedding, and two steps of 8 features and one value.
        Assert.Equal([32, 16 + (2 * 9)], arrays["model.down_modules.0.0.cond_encoder.1.weight"].Shape.Select(n => (int)n));
    }

    [Fact]
    public void What_is_seen_changes_what_is_done_and_a_loaded_policy_does_the_same()
    {
        using ITrainablePolicy saved = Prepared();
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using ITrainablePolicy loaded = New();
        loaded.Load(file);
        double[] dark = saved.Act([Query(10)])[0].Values;
        Assert.Equal(dark, loaded.Act([Query(10)])[0].Values);
        Assert.NotEqual(dark, saved.Act([Query(200)])[0].Values);
    }

    [Fact]
    public void Neither_training_nor_acting_leaves_a_tensor_behind()
    {
        using ITrainablePolicy policy = Prepared();
        void Train()
        {
            using IDisposable scope = torch.NewDisposeScope();
            var observations = new ObservationBatch(torch.randn(2, 2, 3), new Dictionary<string, torch.Tensor> { ["front"] = torch.randint(0, 256, [2, 2, 20, 24, 3], torch.ScalarType.Byte) });
            policy.Loss(new DemonstrationBatch(observations, torch.randn(2, 8, 2), torch.zeros(2, 8, torch.ScalarType.Bool)), new GaussianSource(1, 1)).Value.backward();
            policy.Act([Query(1)]);
        }
        Train();
        long before = LiveTensors.Count();
        Train();
        Assert.Equal(before, LiveTensors.Count());
    }

    private static ITrainablePolicy New() => new DiffusionPlugin().Create(Seeing, new PluginContext
    {
        Observations = new ObservationSpec([new("object", 2, "m"), new("hand", 1, "m")]) { Cameras = [new("side", 8, 8), new("front", 24, 20)] },
        Action = new ActionSpec(ActionMode.Relative, [.. Enumerable.Range(0, 2).Select(d => new ActionDimension($"d{d}", ActionGroup.Joint, "1", -1, 1))]),
    });

    private static ITrainablePolicy Prepared()
    {
        ITrainablePolicy policy = New();
        InputStatistics colours = InputStatistics.Of([0, 0, 0, 1, 1, 1], 3);
        policy.Prepare(new(InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([-1, -1, 1, 1], 2), new Dictionary<string, InputStatistics> { ["front"] = colours }), seed: 1);
        return policy;
    }

    private static PolicyQuery Query(byte brightness)
    {
        byte[] pixels = [.. Enumerable.Range(0, 24 * 20 * 3).Select(i => (byte)(brightness + (i % 7)))];
        Observation seen = new([0.1, 0.2, 0.3]) { Images = new Dictionary<string, Image> { ["front"] = new(24, 20, pixels) } };
        return new PolicyQuery([seen, seen], Seed: 1, ChunkIndex: 0);
    }
}
