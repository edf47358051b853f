using DiffOG.Learning.Tests;
using DiffOG.Policies.Networks.Vision;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Vision;

public sealed class SpatialSoftmaxTests
{
    private const int Height = 3;
    private const int Width = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Positions_are_means_under_the_softmax_of_each_map(bool learned)
    {
        using IDisposable scope = NewDisposeScope();
        using SpatialSoftmax layer = Layer(learned, temperature: 0.7);
        Tensor features = randn(2, 4, Height, Width, float64);
        Tensor weights = layer.state_dict()["nets.weight"].reshape(3, 4), bias = layer.state_dict()["nets.bias"];
        double[] expected = [.. from n in Enumerable.Range(0, 2) from k in Enumerable.Range(0, 3) from value in Direct(Map(features[n], weights[k], bias[k].item<double>()), 0.7) select value];
        Close.To(expected, layer.call(features).detach().data<double>().ToArray(), 1e-12);
    }

    [Fact]
    public void A_sharp_peak_in_a_corner_is_found_there()
    {
        using IDisposable scope = NewDisposeScope();
        using SpatialSoftmax layer = Layer(learned: false, temperature: 1);
        using (no_grad())
        {
            layer.state_dict()["nets.weight"].zero_();
            layer.state_dict()["nets.weight"][0, 0, 0, 0] = 1;
        }
        Tensor features = zeros(1, 4, Height, Width, float64);
        features[0, 0, Height - 1, 0] = 1000;
        Close.To([-1, 1], layer.call(features)[0].narrow(0, 0, 2).detach().data<double>().ToArray(), 1e-12);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using IDisposable scope = NewDisposeScope();
        using SpatialSoftmax layer = Layer(learned: true, temperature: 0.7);
        Tensor features = randn(2, 4, Height, Width, float64).requires_grad_();
        Tensor weights = randn(2, 6, float64);
        Tensor Loss() => (layer.call(features) * weights).sum();
        Loss().backward();
        foreach (Tensor input in layer.parameters().Append(features))
            Close.To(Differences(input, Loss), input.grad!.reshape(-1).data<double>().ToArray(), 1e-7);
    }

    [Fact]
    public void A_learned_temperature_is_a_parameter_and_a_fixed_one_is_kept_as_a_buffer()
    {
        using SpatialSoftmax learned = new(4, 3, true), constant = new(4, 3, false);
        Assert.Equal(["nets.bias", "nets.weight", "temperature"], learned.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["nets.bias", "nets.weight"], constant.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["nets.bias", "nets.weight", "temperature"], constant.state_dict().Keys.Order());
    }

    private static SpatialSoftmax Layer(bool learned, double temperature)
    {
        manual_seed(5);
        var layer = new SpatialSoftmax(4, 3, learned);
        layer.to(ScalarType.Float64);
        using IDisposable frozen = no_grad();
        layer.state_dict()["temperature"].fill_(temperature);
        return layer;
    }

    /// <summary>The sum over channels of one 1×1 convolution, [H·W].</summary>
    private static double[] Map(Tensor features, Tensor weights, double bias) =>
        [.. (features * weights.reshape(-1, 1, 1)).sum([0L]).reshape(-1).detach().data<double>().ToArray().Select(v => v + bias)];

    private static double[] Direct(double[] map, double temperature)
    {
        double[] powers = [.. map.Select(v => Math.Exp(v / temperature))];
        double sum = powers.Sum();
        double Mean(Func<int, double> coordinate) => powers.Select((p, i) => p / sum * coordinate(i)).Sum();
        return [Mean(i => -1 + (2.0 * (i % Width) / (Width - 1))), Mean(i => -1 + (2.0 * (i / Width) / (Height - 1)))];
    }

    private static double[] Differences(Tensor input, Func<Tensor> loss)
    {
        const double Step = 1e-6;
        using IDisposable frozen = no_grad();
        Tensor flat = input.view(-1);
        double At(int i, double offset)
        {
            double value = flat[i].item<double>();
            flat[i] = value + offset;
            double result = loss().item<double>();
            flat[i] = value;
            return result;
        }
        return [.. Enumerable.Range(0, (int)flat.numel()).Select(i => (At(i, Step) - At(i, -Step)) / (2 * Step))];
    }
}
