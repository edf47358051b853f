using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Diagnostics;
using DiffOG.Learning.Interchange;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.DiffusionTransformer.Tests;

public sealed class InterchangeTests : IDisposable
{
    private static readonly NameMap Map = NameMap.Find("diffusion-policy/transformer");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_exported_and_imported_again_samples_the_same(bool causal)
    {
        using DisposeScope scope = NewDisposeScope();
        using DiffusionTransformerPolicy saved = Exported(causal), loaded = New(causal);
        using (SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]))
        {
            Assert.Equal(causal, theirs.Entries.ContainsKey("model.mask"));
            new WeightImport(Map, theirs).WritePolicy(loaded, folder["again"], new Dictionary<string, string>());
        }
        using SafetensorsFile again = SafetensorsFile.Open(folder["again"]);
        loaded.Load(again);
        Tensor observed = rand(3, 2, 3);
        Tensor Sample(DiffusionTransformerPolicy policy) => policy.Sample(new(observed), [new(1, 0), new(2, 0), new(3, 0)]);
        Assert.InRange((Sample(saved) - Sample(loaded)).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void A_causal_network_is_not_taken_for_one_that_sees_ahead()
    {
        using DisposeScope scope = NewDisposeScope();
        using DiffusionTransformerPolicy saved = Exported(causal: true), other = New(causal: false);
        using SafetensorsFile theirs = SafetensorsFile.Open(folder["theirs"]);
        DiffOGException error = Assert.Throws<DiffOGException>(() => new WeightImport(Map, theirs).WritePolicy(other, folder["again"], new Dictionary<string, string>()));
        Assert.Contains("unexpected: model.mask", error.Message, StringComparison.Ordinal);
    }

    private DiffusionTransformerPolicy Exported(bool causal)
    {
        DiffusionTransformerPolicy policy = New(causal);
        policy.Prepare(new(InputStatistics.Of([0, 0, 0, 1, 1, 1], 3), InputStatistics.Of([0, 0, 10, 10], 2)), seed: 1);
        SafetensorsWriter.Write(folder["ours"], policy.ToArrays(), new Dictionary<string, string> { ["formatVersion"] = "1", ["spec"] = JsonSerializer.Serialize(policy.Spec, Json) });
        using SafetensorsFile ours = SafetensorsFile.Open(folder["ours"]);
        SafetensorsWriter.Write(folder["theirs"], new WeightExport(Map).Arrays(ours));
        return policy;
    }

    private static DiffusionTransformerPolicy New(bool causal) => new(
        new DiffusionTransformerOptions { Horizon = 8, ExecutedSteps = 4, EmbedSize = 16, Heads = 2, Layers = 2, InferenceSteps = 5, Causal = causal },
        new ObservationSpec([new("o", 3, "1")]),
        new ActionSpec(ActionMode.Absolute, [new("x", ActionGroup.Translation, "1", 0, 10), new("y", ActionGroup.Translation, "1", 0, 10)]));
}
