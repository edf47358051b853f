using DiffOG.Learning.Tests;
using DiffOG.Policies.Networks.Vision;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Vision;

public sealed class ResNet18Tests
{
    [Fact]
    public void At_width_64_it_has_as_many_parameters_as_the_published_one_without_its_classifier()
    {
        // torchvision: 11,689,512 with the classifier's 1000 × 512 + 1000.
        using var network = new ResNet18(64, 4);
        Assert.Equal(11_689_512 - 513_000, network.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData(1, 16, 19, 19)]
    [InlineData(2, 32, 10, 10)]
    [InlineData(3, 64, 5, 5)]
    [InlineData(4, 128, 3, 3)]
    public void Every_stage_doubles_the_channels_and_halves_the_map(int stages, int channels, int height, int width)
    {
        using IDisposable scope = NewDisposeScope();
        using var network = new ResNet18(16, stages);
        Assert.Equal([2, channels, height, width], network.call(randn(2, 3, 76, 76)).shape);
        Assert.Equal((channels, height), (ResNet18.ChannelsOf(16, stages), ResNet18.SideOf(76, stages)));
    }

    [Fact]
    public void Parameters_have_the_names_of_robomimics_module()
    {
        using var network = new ResNet18(16, 4);
        string[] Norm(string name) => [$"{name}.bias", $"{name}.weight"];
        string[] Block(string name, bool shortcut) =>
        [
            $"{name}.conv1.weight", .. Norm($"{name}.bn1"), $"{name}.conv2.weight", .. Norm($"{name}.bn2"),
            .. shortcut ? [$"{name}.downsample.0.weight", .. Norm($"{name}.downsample.1")] : Array.Empty<string>(),
        ];
        string[] expected =
        [
            "nets.0.weight", .. Norm("nets.1"),
            .. from stage in Enumerable.Range(4, 4) from block in Enumerable.Range(0, 2) from name in Block($"nets.{stage}.{block}", stage > 4 && block == 0) select name,
        ];
        Assert.Equal(expected.Order(), network.state_dict().Keys.Order());
    }

    [Fact]
    public void It_computes_what_its_parameters_names_say()
    {
        using IDisposable scope = NewDisposeScope();
        using var network = new ResNet18(16, 4);
        network.to(ScalarType.Float64);
        Dictionary<string, Tensor> weights = network.state_dict();
        foreach (Tensor weight in weights.Values.Where(w => w.dim() == 1))
            weight.detach().normal_(1, 0.3);
        Tensor pictures = randn(2, 3, 41, 50, float64);
        Close.To(Direct(weights, pictures).detach().reshape(-1).data<double>().ToArray(), network.call(pictures).detach().reshape(-1).data<double>().ToArray(), 1e-10);
    }

    /// <summary>The forward pass of torchvision's resnet18 as its source says it, over a dictionary.</summary>
    private static Tensor Direct(Dictionary<string, Tensor> weights, Tensor x)
    {
        Tensor Norm(Tensor input, string name)
        {
            Tensor grouped = input.reshape(input.shape[0], input.shape[1] / 16, -1);
            Tensor mean = grouped.mean([2L], true), variance = grouped.var(2, false, true);
            Tensor normal = ((grouped - mean) / (variance + 1e-5).sqrt()).reshape(input.shape);
            return (normal * weights[$"{name}.weight"].reshape(1, -1, 1, 1)) + weights[$"{name}.bias"].reshape(1, -1, 1, 1);
        }
        Tensor Convolve(Tensor input, string name, long stride, long padding) =>
            nn.functional.conv2d(input, weights[$"{name}.weight"], null, [stride, stride], [padding, padding]);
        Tensor Block(Tensor input, string name, long stride)
        {
            Tensor hidden = Norm(Convolve(input, $"{name}.conv1", stride, 1), $"{name}.bn1").relu();
            hidden = Norm(Convolve(hidden, $"{name}.conv2", 1, 1), $"{name}.bn2");
            bool shortcut = weights.ContainsKey($"{name}.downsample.0.weight");
            return (hidden + (shortcut ? Norm(Convolve(input, $"{name}.downsample.0", stride, 0), $"{name}.downsample.1") : input)).relu();
        }
        x = nn.functional.max_pool2d(Norm(Convolve(x, "nets.0", 2, 3), "nets.1").relu(), 3, 2, 1);
        for (int stage = 0; stage < 4; stage++)
            x = Block(Block(x, $"nets.{stage + 4}.0", stage == 0 ? 1 : 2), $"nets.{stage + 4}.1", 1);
        return x;
    }
}
