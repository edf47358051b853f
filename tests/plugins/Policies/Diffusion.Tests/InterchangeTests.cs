using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Diagnostics;
using DiffOG.Learning.Interchange;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion.Tests;

public sealed class InterchangeTests : IDisposable
{
    private static readonly Dictionary<string, string> None = [];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("diffusion-policy/unet", 2)]
    [InlineData("lerobot/diffusion", 1)]
    [InlineData("lerobot/diffusion-separate", 2)]
    public void what_is_exported_and_imported_again_samples_the_same(string map, int cameras)
    {
        using DisposeScope scope = NewDisposeScope();
        using DiffusionPolicy saved = Prepared(cameras), loaded = New(cameras);
        NameMap names = NameMap.Find(map);
        Export(saved, names);
        using (SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]))
            new WeightImport(names, theirs).WritePolicy(loaded, folder["again"], None);
        using SafetensorsFile again = SafetensorsFile.Open(folder["again"]);
        loaded.Load(again);
        ObservationBatch seen = Seen(cameras);
        Close(saved.Sample(seen, [new(1, 1)]), loaded.Sample(seen, [new(1, 1)]));
    }

    [Fact]
    public void lerobot_is_given_values_before_pictures_and_its_weights_have_that_order()
    {
        using DisposeScope scope = NewDisposeScope();
        using DiffusionPolicy policy = Prepared(cameras: 1);
        Export(policy, NameMap.Find("lerobot/diffusion"));
        using SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]);
        Tensor ours = StateDict.Of(policy.Average)["model.mid_modules.0.cond_encoder.1.weight"], exported = theirs.ReadTensor("diffusion.unet.mid_modules.0.cond_encoder.1.weight");
        (Tensor embedding, Tensor pictures, Tensor values) = (randn(1, 16), randn(2, 6), randn(2, 3));
        Tensor Condition(Tensor first, Tensor second) => cat([embedding, cat([first, second], 1).reshape(1, -1)], 1);
        Close(Condition(pictures, values).matmul(ours.t()), Condition(values, pictures).matmul(exported.t()));
    }

    [Fact]
    public void names_are_those_that_the_references_sources_give()
    {
        using DiffusionPolicy policy = Prepared(cameras: 1);
        Export(policy, NameMap.Find("lerobot/diffusion"));
        using SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]);
        string[] expected =
        [
            "diffusion.unet.diffusion_step_encoder.1.weight", "diffusion.unet.down_modules.0.0.conv1.block.0.weight", "diffusion.unet.down_modules.0.2.weight",
            "diffusion.unet.mid_modules.1.conv2.block.1.bias", "diffusion.unet.up_modules.0.0.residual_conv.weight", "diffusion.unet.final_conv.1.bias",
            "diffusion.rgb_encoder.backbone.0.weight", "diffusion.rgb_encoder.backbone.4.0.conv1.weight", "diffusion.rgb_encoder.pool.nets.weight", "diffusion.rgb_encoder.out.weight",
            "unnormalize_outputs.buffer_action.min", "normalize_inputs.buffer_observation_state.max", "normalize_inputs.buffer_observation_images_camera0.mean",
        ];
        Assert.Empty(expected.Except(theirs.Entries.Keys));
        Assert.DoesNotContain(theirs.Entries.Keys, k => k.Contains("temperature", StringComparison.Ordinal));
    }

    [Fact]
    public void everything_that_does_not_fit_is_listed_at_once()
    {
        using DiffusionPolicy saved = Prepared(cameras: 0);
        NameMap names = NameMap.Find("diffusion-policy/unet");
        Export(saved, names);
        Rewrite(arrays =>
        {
            arrays.Remove("model.final_conv.1.bias");
            arrays.Remove("normalizer.params_dict.action.scale");
            arrays["model.final_conv.1.weight"] = SafetensorsArray.Of(new float[4], 2, 2, 1);
            arrays["model.extra"] = SafetensorsArray.Of(new float[1]);
            arrays["optimizer.state"] = SafetensorsArray.Of(new float[3]);
        });
        using SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]);
        using DiffusionPolicy wanted = New(0);
        DiffOGException error = Assert.Throws<DiffOGException>(() => new WeightImport(names, theirs).WritePolicy(wanted, folder["again"], None));
        Assert.Equal("DOG1330", error.Id);
        Assert.Equal(
            [
                "  missing: the statistics of 'action', 2 values; looked for normalizer.params_dict.action.*",
                "  unexpected: model.extra, F32 [1] (here it would be model.extra)",
                "  misshapen: model.final_conv.1.weight is F32 [2, 2, 1], wanted is F32 [2, 16, 1] (here model.final_conv.1.weight)",
                "  unexpected: normalizer.params_dict.action.offset, F32 [2]",
                "  unexpected: optimizer.state, F32 [3]",
                "  missing: model.final_conv.1.bias, F32 [2] (here model.final_conv.1.bias)",
            ],
            error.Message.Split('\n')[1..^1]);
        Assert.False(File.Exists(folder["again"]));
    }

    [Fact]
    public void statistics_may_come_from_a_file_of_their_own()
    {
        using DiffusionPolicy saved = Prepared(cameras: 0), loaded = New(0);
        NameMap names = NameMap.Find("lerobot/diffusion");
        Export(saved, names);
        Rewrite(arrays =>
        {
            foreach (string name in arrays.Keys.Where(k => k.StartsWith("normalize", StringComparison.Ordinal) || k.StartsWith("unnormalize", StringComparison.Ordinal)).ToArray())
                arrays.Remove(name);
        });
        SafetensorsWriter.Write(folder["statistics"], new Dictionary<string, SafetensorsArray>
        {
            ["action.min"] = SafetensorsArray.Of([0f, -4f]),
            ["action.max"] = SafetensorsArray.Of([2f, 4f]),
            ["observation.state.min"] = SafetensorsArray.Of([1f, 2f]),
            ["observation.state.max"] = SafetensorsArray.Of([3f, 4f]),
            ["observation.environment_state.min"] = SafetensorsArray.Of([5f]),
            ["observation.environment_state.max"] = SafetensorsArray.Of([7f]),
            ["timestamp.max"] = SafetensorsArray.Of([1f]),
        });
        using SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]), statistics = SafetensorsFile.Open(folder["statistics"]);
        new WeightImport(names, theirs) { Statistics = [statistics] }.WritePolicy(loaded, folder["again"], None);
        using SafetensorsFile again = SafetensorsFile.Open(folder["again"]);
        loaded.Load(again);
        Assert.Equal([1, 0.25], loaded.Normalisation.Scale, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-1, 0], loaded.Normalisation.Offset, (a, b) => Math.Abs(a - b) < 1e-6);
        LinearNormaliser observed = LinearNormaliser.Read(again, "normalizer.params_dict.obs.");
        Assert.Equal([-2, -3, -6], observed.Offset, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private void Export(DiffusionPolicy policy, NameMap names)
    {
        SafetensorsWriter.Write(folder["ours"], policy.ToArrays(), new Dictionary<string, string> { ["formatVersion"] = "1", ["spec"] = JsonSerializer.Serialize(policy.Spec, Json) });
        using SafetensorsFile ours = SafetensorsFile.Open(folder["ours"]);
        SafetensorsWriter.Write(folder["theirs"], new WeightExport(names).Arrays(ours));
    }

    private void Rewrite(Action<Dictionary<string, SafetensorsArray>> change)
    {
        using (SafetensorsFile file = SafetensorsFile.Open(folder["theirs"]))
        {
            Dictionary<string, SafetensorsArray> arrays = file.Entries.ToDictionary(e => e.Key, e => SafetensorsArray.Of(file.Read<float>(e.Key), [.. e.Value.Shape]));
            change(arrays);
            SafetensorsWriter.Write(folder["changed"], arrays);
        }
        File.Move(folder["changed"], folder["theirs"], overwrite: true);
    }

    private static void Close(Tensor a, Tensor b) => Assert.True((a - b).abs().max().item<float>() < 1e-4, $"They differ by {(a - b).abs().max().item<float>()}.");

    private static ObservationBatch Seen(int cameras)
    {
        manual_seed(5);
        return new ObservationBatch(rand(1, 2, 3), Enumerable.Range(0, cameras).ToDictionary(i => $"camera{i}", _ => randint(0, 255, [1, 2, 24, 24, 3], ScalarType.Byte)));
    }

    private static DiffusionPolicy Prepared(int cameras)
    {
        DiffusionPolicy policy = New(cameras);
        policy.Prepare(
            new(
                InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([0, 0, 10, 10], 2),
                Enumerable.Range(0, cameras).ToDictionary(i => $"camera{i}", i => InputStatistics.Of([0.1, 0.2, 0.3, 0.5, 0.6 + i, 0.9], 3))),
            seed: 1);
        return policy;
    }

    private static DiffusionPolicy New(int cameras) => new(
        new DiffusionOptions
        {
            Horizon = 8,
            ExecutedSteps = 4,
            Channels = [16, 32],
            StepEmbedding = 16,
            InferenceSteps = 4,
            Vision = new VisionOptions { Cameras = [.. Enumerable.Range(0, cameras).Select(i => $"camera{i}")], Width = 16, Stages = 2, Keypoints = 4, Features = 6, Colours = ColourNormaliserKind.MeanStd },
        },
        new ObservationSpec([new("o", 3, "1")]) { Cameras = [.. Enumerable.Range(0, cameras).Select(i => new CameraSpec($"camera{i}", 24, 24))] },
        new ActionSpec(ActionMode.Absolute, [new("x", ActionGroup.Translation, "1", 0, 10), new("y", ActionGroup.Translation, "1", 0, 10)]));
}
