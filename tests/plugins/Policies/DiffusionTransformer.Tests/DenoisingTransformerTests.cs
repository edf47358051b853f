using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies.DiffusionTransformer.Network;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.DiffusionTransformer.Tests;

public sealed class DenoisingTransformerTests
{
    private const string Causal = "transformer_cond_causal";
    private const string Encoded = "transformer_cond_enc";
    private const string Bert = "transformer_bert";

    [Theory]
    [InlineData(Causal)]
    [InlineData(Encoded)]
    [InlineData(Bert)]
    public void State_dict_names_and_shapes_are_those_of_the_reference(string fixture)
    {
        using SafetensorsFile golden = Fixture.Open(fixture);
        using DenoisingTransformer network = new(Shape(fixture));
        Assert.Equal(
            golden.Entries.Values.Where(e => e.Name.StartsWith("param.", StringComparison.Ordinal)).Select(e => $"{e.Name} {e.Form}").Order(),
            StateDict.Of(network, "param.").Select(t => $"{t.Key} F32 [{string.Join(", ", t.Value.shape)}]").Order());
    }

    [Theory]
    [InlineData(Causal)]
    [InlineData(Encoded)]
    [InlineData(Bert)]
    public void Outputs_and_gradients_in_single_precision_equal_the_reference(string fixture) =>
        Check(fixture, ScalarType.Float32, "f32", 1e-5);

    [Theory]
    [InlineData(Causal)]
    [InlineData(Encoded)]
    [InlineData(Bert)]
    public void Outputs_and_every_stored_gradient_in_double_precision_equal_the_reference(string fixture) =>
        Check(fixture, ScalarType.Float64, "f64", 1e-11);

    [Fact]
    public void Masks_are_those_of_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open(Causal);
        using DenoisingTransformer network = new(Shape(Causal));
        foreach (string name in new[] { "mask", "memory_mask" })
            Assert.True(golden.ReadTensor("param." + name).eq(network.state_dict()[name]).all().item<bool>(), name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_it_is_causal_a_step_does_not_depend_on_later_ones(bool isDecoder)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using DenoisingTransformer network = new(Small with { IsDecoder = isDecoder, Causal = true });
        Tensor sample = randn(2, 6, 3), condition = randn(2, 2, 5);
        Tensor times = tensor(new[] { 3.0, 50.0 });
        Tensor before = network.call(sample, times, condition);
        using (no_grad())
            sample[TensorIndex.Colon, 4..].add_(1);
        Tensor change = (network.call(sample, times, condition) - before).abs();
        Assert.Equal(0, change[TensorIndex.Colon, ..4].max().item<float>());
        Assert.True(change[TensorIndex.Colon, 4..].min().item<float>() > 0);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Every_variant_depends_on_time_and_on_every_observation(bool isDecoder, int conditionLayers)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        using DenoisingTransformer network = new(Small with { IsDecoder = isDecoder, ConditionLayers = conditionLayers });
        Tensor sample = randn(1, 6, 3), condition = randn([1, 2, 5], requires_grad: true), times = tensor(new[] { 3.0 });
        network.call(sample, times, condition).sum().backward();
        Assert.True(condition.grad!.abs().sum([2]).min().item<float>() > 0);
        Assert.True((network.call(sample, times + 40, condition) - network.call(sample, times, condition)).abs().max().item<float>() > 0);
    }

    [Fact]
    public void Dropout_is_for_training_only()
    {
        using DisposeScope scope = NewDisposeScope();
        using DenoisingTransformer network = new(Small with { Dropout = 0.5, EmbeddingDropout = 0.5 });
        Tensor sample = randn(2, 6, 3), condition = randn(2, 2, 5), times = zeros(2);
        bool Repeats() => (network.call(sample, times, condition) - network.call(sample, times, condition)).abs().max().item<float>() == 0;
        Assert.False(Repeats());
        network.eval();
        Assert.True(Repeats());
    }

    [Fact]
    public void Fresh_weights_are_drawn_as_the_reference_draws_them()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using DenoisingTransformer network = new(Small with { EmbedSize = 128 });
        foreach ((string name, Tensor weight) in network.named_parameters().Select(p => (p.name, (Tensor)p.parameter)))
        {
            if (weight.dim() > 1)
                Assert.InRange(weight.std().item<float>(), 0.017, 0.023);
            else
                Assert.True(weight.eq(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1).all().item<bool>(), name);
        }
    }

    [Fact]
    public void Observations_arrive_where_their_maps_are_scaled_to_keep_their_size()
    {
        using DisposeScope scope = NewDisposeScope();
        double Change(bool scaled)
        {
            manual_seed(4);
            using DenoisingTransformer network = new(Small with { EmbedSize = 64, Causal = true, ScaledCondition = scaled });
            Tensor sample = randn(8, 6, 3), condition = randn(8, 2, 5), times = zeros(8);
            Tensor output = network.call(sample, times, condition);
            return ((network.call(sample, times, randn(8, 2, 5)) - output).std() / output.std()).item<float>();
        }
        Assert.InRange(Change(scaled: false), 0, 0.02);
        Assert.InRange(Change(scaled: true), 0.05, 2);
    }

    private static TransformerShape Small { get; } = new()
    {
        ActionSize = 3,
        Steps = 6,
        ConditionSize = 5,
        ConditionSteps = 2,
        EmbedSize = 16,
        Heads = 2,
        Layers = 2,
        IsDecoder = true,
        ConditionLayers = 0,
        Causal = false,
        ScaledCondition = false,
        EmbeddingDropout = 0,
        Dropout = 0,
    };

    private static TransformerShape Shape(string fixture) => Small with
    {
        ActionSize = 7,
        Steps = 16,
        ConditionSize = fixture == Bert ? 0 : 10,
        EmbedSize = 32,
        Heads = 4,
        IsDecoder = fixture != Bert,
        ConditionLayers = fixture == Encoded ? 1 : 0,
        Causal = fixture == Causal,
    };

    private static void Check(string fixture, ScalarType type, string prefix, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open(fixture);
        using DenoisingTransformer network = new(Shape(fixture));
        StateDict.Load(golden, StateDict.Of(network, "param."), "param.");
        if (type == ScalarType.Float64)
            network.to(type);
        Tensor sample = golden.ReadTensor("in.sample").to(type).requires_grad_(true);
        Tensor? condition = fixture == Bert ? null : golden.ReadTensor("in.cond").to(type).requires_grad_(true);
        Tensor output = network.call(sample, golden.ReadTensor("in.timestep"), condition);
        (output * golden.ReadTensor("in.w").to(type)).sum().backward();
        Compare(golden, $"{prefix}.out", output, tolerance);
        Compare(golden, $"{prefix}.grad_sample", sample.grad!, tolerance);
        if (condition is not null)
            Compare(golden, $"{prefix}.grad_cond", condition.grad!, 3 * tolerance);
        if (type == ScalarType.Float64)
            CompareParameters(golden, network, tolerance);
    }

    private static void CompareParameters(SafetensorsFile golden, DenoisingTransformer network, double tolerance)
    {
        const string Prefix = "f64.gradparam.";
        string[] names = [.. golden.Entries.Keys.Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))];
        Assert.True(names.Length > 20);
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (string name in names)
            Compare(golden, name, parameters[name[Prefix.Length..]].grad!, 10 * tolerance);
    }

    private static void Compare(SafetensorsFile golden, string name, Tensor found, double tolerance)
    {
        double worst = (golden.ReadTensor(name) - found).abs().max().to(ScalarType.Float64).item<double>();
        Assert.True(worst <= tolerance, $"{name}: off by {worst:R}, tolerance {tolerance:R}.");
    }
}
