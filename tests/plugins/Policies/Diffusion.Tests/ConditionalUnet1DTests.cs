using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies.Diffusion.Network;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion.Tests;

public sealed class ConditionalUnet1DTests
{
    [Theory]
    [InlineData("unet1d_scale_true", true)]
    [InlineData("unet1d_scale_false", false)]
    public void State_dict_names_and_shapes_are_those_of_the_reference(string fixture, bool scale)
    {
        using SafetensorsFile golden = Fixture.Open(fixture);
        using ConditionalUnet1D network = Network(scale);
        Assert.Equal(
            golden.Entries.Values.Where(e => e.Name.StartsWith("param.", StringComparison.Ordinal)).Select(e => $"{e.Name} {e.Form}").Order(),
            StateDict.Of(network, "param.").Select(t => $"{t.Key} F32 [{string.Join(", ", t.Value.shape)}]").Order());
    }

    [Theory]
    [InlineData("unet1d_scale_true", true)]
    [InlineData("unet1d_scale_false", false)]
    public void Outputs_and_gradients_in_single_precision_equal_the_reference(string fixture, bool scale) =>
        Check(fixture, scale, ScalarType.Float32, "f32", 3e-6);

    [Theory]
    [InlineData("unet1d_scale_true", true)]
    [InlineData("unet1d_scale_false", false)]
    public void Outputs_and_every_stored_gradient_in_double_precision_equal_the_reference(string fixture, bool scale) =>
        Check(fixture, scale, ScalarType.Float64, "f64", 1e-10);

    [Fact]
    public void Fresh_weights_are_drawn_as_the_reference_draws_them()
    {
        using IDisposable scope = NewDisposeScope();
        using ConditionalUnet1D network = new(new UnetShape(7, 38, 64, [64, 128], 5, 8, true));
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string name, Tensor weight) in parameters.Where(p => p.Key.EndsWith("weight", StringComparison.Ordinal)).Select(p => (p.Key, (Tensor)p.Value)))
        {
            Tensor bias = parameters[name[..^"weight".Length] + "bias"];
            double bound = weight.dim() == 1 ? 0 : 1 / Math.Sqrt(weight.numel() / weight.shape[0]);
            if (weight.dim() == 1)
                Assert.True(weight.eq(1).all().item<bool>(), name);
            else
                Assert.InRange(weight.abs().max().item<float>(), 0.9 * bound, 1.0001 * bound);
            Assert.InRange(bias.abs().max().item<float>(), 0, weight.dim() == 1 ? 0 : 1.0001 * bound);
        }
    }

    private static void Check(string fixture, bool scale, ScalarType type, string prefix, double tolerance)
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open(fixture);
        ConditionalUnet1D network = Network(scale);
        StateDict.Load(golden, StateDict.Of(network, "param."), "param.");
        if (type == ScalarType.Float64)
            network.to(type);
        Tensor sample = golden.ReadTensor("in.sample").to(type).requires_grad_(true);
        Tensor condition = golden.ReadTensor("in.global_cond").to(type).requires_grad_(true);
        Tensor output = network.call(sample, golden.ReadTensor("in.timestep"), condition);
        (output * golden.ReadTensor("in.w").to(type)).sum().backward();
        Compare(golden, $"{prefix}.out", output, tolerance);
        Compare(golden, $"{prefix}.grad_sample", sample.grad!, tolerance);
        Compare(golden, $"{prefix}.grad_global_cond", condition.grad!, 3 * tolerance);
        if (type == ScalarType.Float64)
            CompareParameters(golden, network, tolerance);
    }

    private static void CompareParameters(SafetensorsFile golden, ConditionalUnet1D network, double tolerance)
    {
        const string Prefix = "f64.gradparam.";
        string[] names = [.. golden.Entries.Keys.Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))];
        Assert.True(names.Length > 60);
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (string name in names)
            Compare(golden, name, parameters[name[Prefix.Length..]].grad!, 10 * tolerance);
    }

    private static void Compare(SafetensorsFile golden, string name, Tensor found, double tolerance)
    {
        double worst = (golden.ReadTensor(name) - found).abs().max().to(ScalarType.Float64).item<double>();
        Assert.True(worst <= tolerance, $"{name}: off by {worst:R}, tolerance {tolerance:R}.");
    }

    private static ConditionalUnet1D Network(bool scale) => new(new UnetShape(2, 10, 32, [32, 64], 5, 8, scale));
}
