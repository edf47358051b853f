using DiffOG.Learning.Policies;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Benchmarks.Vision;

/// <summary>The encoder's operators over the same weights, one after the other, with no modules around them.</summary>
internal sealed class BareEncoder(Dictionary<string, Tensor> weights, IReadOnlyList<string> cameras)
{
    private const int Cut = 76;

    internal Tensor Encode(ObservationBatch batch, bool channelsFirst = false) => cat([.. cameras.Select(c =>
    {
        Tensor crops = Crop(batch.Pictures[c].flatten(0, 1));
        return See($"obs_nets.{c}.nets", channelsFirst ? crops.contiguous() : crops);
    })], 1);

    internal static Tensor Crop(Tensor pictures)
    {
        long count = pictures.shape[0], room = pictures.shape[2] - Cut;
        Tensor rows = (randint(0, room + 1, [count, 1]) + arange(Cut)).unsqueeze(2), columns = (randint(0, room + 1, [count, 1]) + arange(Cut)).unsqueeze(1);
        return pictures.permute(0, 2, 3, 1).index(TensorIndex.Tensor(arange(count).reshape(-1, 1, 1)), TensorIndex.Tensor(rows), TensorIndex.Tensor(columns)).permute(0, 3, 1, 2);
    }

    private Tensor See(string name, Tensor x)
    {
        x = functional.max_pool2d(Norm(Convolve(x, $"{name}.0.nets.0", 2), $"{name}.0.nets.1").relu_(), 3, 2, 1);
        for (int stage = 4; weights.ContainsKey($"{name}.0.nets.{stage}.0.conv1.weight"); stage++)
            x = Block(Block(x, $"{name}.0.nets.{stage}.0", stage == 4 ? 1 : 2), $"{name}.0.nets.{stage}.1", 1);
        Tensor map = functional.conv2d(x, weights[$"{name}.1.nets.weight"], weights[$"{name}.1.nets.bias"]);
        Tensor attention = functional.softmax(map.flatten(2), 2).reshape(map.shape);
        Tensor places = stack([matmul(attention.sum(2), linspace(-1, 1, map.shape[3])), matmul(attention.sum(3), linspace(-1, 1, map.shape[2]))], -1);
        return functional.linear(places.flatten(1), weights[$"{name}.3.weight"], weights[$"{name}.3.bias"]).relu_();
    }

    private Tensor Block(Tensor input, string name, int stride)
    {
        Tensor hidden = Norm(Convolve(input, $"{name}.conv1", stride), $"{name}.bn1").relu_();
        hidden = Norm(Convolve(hidden, $"{name}.conv2", 1), $"{name}.bn2");
        bool shortcut = weights.ContainsKey($"{name}.downsample.0.weight");
        return hidden.add_(shortcut ? Norm(Convolve(input, $"{name}.downsample.0", stride), $"{name}.downsample.1") : input).relu_();
    }

    private Tensor Convolve(Tensor input, string name, long stride)
    {
        Tensor weight = weights[$"{name}.weight"];
        long padding = weight.shape[2] / 2;
        return functional.conv2d(input, weight, null, [stride, stride], [padding, padding]);
    }

    private Tensor Norm(Tensor input, string name) => functional.group_norm(input, input.shape[1] / 16, weights[$"{name}.weight"], weights[$"{name}.bias"]);
}
