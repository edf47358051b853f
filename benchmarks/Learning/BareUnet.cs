using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace DiffOG.Benchmarks.Learning;

/// <summary>
/// The operators of one training step of the conditional U-Net in a row, on tensors that lie ready: forward, backward,
/// AdamW, average. No module, no loop, no normaliser, no drawing of noise.
/// </summary>
internal sealed class BareUnet : IDisposable
{
    private const double Rate = 1e-4, Beta1 = 0.95, Beta2 = 0.999, Kept = 0.99;
    private const long Groups = 8;
    private readonly Dictionary<string, Tensor> weights;
    private readonly (Tensor Weight, Tensor Mean, Tensor Square, Tensor Average)[] slots;
    private readonly Tensor embedding, condition, noisy, wanted;
    private readonly int kernel, levels;

    internal BareUnet(nn.Module network, int batch, int horizon, int dimensions, int conditionSize, int embeddingSize, int kernel, int levels)
    {
        (this.kernel, this.levels) = (kernel, levels);
        using DisposeScope scope = NewDisposeScope();
        weights = network.named_parameters().ToDictionary(p => p.name["model.".Length..], p => p.parameter.detach().clone().requires_grad_(true).DetachFromDisposeScope());
        slots = [.. weights.Values.Select(w => (w, Zero(w), Zero(w), w.detach().clone().DetachFromDisposeScope()))];
        embedding = randn(batch, embeddingSize).DetachFromDisposeScope();
        condition = randn(batch, conditionSize).DetachFromDisposeScope();
        noisy = randn(batch, horizon, dimensions).DetachFromDisposeScope();
        wanted = randn(batch, horizon, dimensions).DetachFromDisposeScope();
    }

    internal float Step()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = mse_loss(Forward(), wanted);
        float value = loss.item<float>();
        loss.backward();
        using (no_grad())
        {
            foreach ((Tensor weight, Tensor mean, Tensor square, Tensor average) in slots)
                Update(weight, mean, square, average);
        }
        return value;
    }

    public void Dispose()
    {
        foreach ((Tensor weight, Tensor mean, Tensor square, Tensor average) in slots)
        {
            foreach (Tensor tensor in new[] { weight, mean, square, average })
                tensor.Dispose();
        }
        foreach (Tensor tensor in new[] { embedding, condition, noisy, wanted })
            tensor.Dispose();
    }

    private static Tensor Zero(Tensor like) => zeros_like(like, requires_grad: false).DetachFromDisposeScope();

    private static void Update(Tensor weight, Tensor mean, Tensor square, Tensor average)
    {
        using Tensor gradient = weight.grad!;
        weight.grad = null;
        mean.mul_(Beta1).add_(gradient, 1 - Beta1);
        square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        weight.mul_(1 - (Rate * 1e-6));
        weight.addcdiv_(mean, square.sqrt().add_(1e-8), -Rate);
        average.mul_(Kept).add_(weight, 1 - Kept);
    }

    private Tensor Forward()
    {
        Tensor steps = Linear("diffusion_step_encoder.3", mish(Linear("diffusion_step_encoder.1", embedding)));
        Tensor activated = mish(cat([steps, condition], 1));
        Tensor hidden = noisy.transpose(1, 2).contiguous();
        var skips = new Stack<Tensor>();
        for (int level = 0; level < levels; level++)
        {
            hidden = Block($"down_modules.{level}.1", Block($"down_modules.{level}.0", hidden, activated), activated);
            skips.Push(hidden);
            if (level < levels - 1)
                hidden = conv1d(hidden, weights[$"down_modules.{level}.2.conv.weight"], weights[$"down_modules.{level}.2.conv.bias"], stride: 2, padding: 1);
        }
        hidden = Block("mid_modules.1", Block("mid_modules.0", hidden, activated), activated);
        for (int level = 0; level < levels - 1; level++)
        {
            Tensor joined = cat([hidden, skips.Pop()], 1);
            hidden = Block($"up_modules.{level}.1", Block($"up_modules.{level}.0", joined, activated), activated);
            hidden = conv_transpose1d(hidden, weights[$"up_modules.{level}.2.conv.weight"], weights[$"up_modules.{level}.2.conv.bias"], stride: 2, padding: 1);
        }
        return conv1d(Convolution("final_conv.0", hidden), weights["final_conv.1.weight"], weights["final_conv.1.bias"]).transpose(1, 2);
    }

    private Tensor Block(string name, Tensor input, Tensor activated)
    {
        Tensor first = Convolution($"{name}.blocks.0", input);
        Tensor[] modulation = Linear($"{name}.cond_encoder.1", activated).unsqueeze(2).chunk(2, 1);
        Tensor second = Convolution($"{name}.blocks.1", addcmul(modulation[1], modulation[0], first, 1));
        return second.add_(weights.TryGetValue($"{name}.residual_conv.weight", out Tensor? residual)
            ? conv1d(input, residual, weights[$"{name}.residual_conv.bias"])
            : input);
    }

    private Tensor Convolution(string name, Tensor input) => mish(group_norm(
        conv1d(input, weights[$"{name}.block.0.weight"], weights[$"{name}.block.0.bias"], padding: kernel / 2),
        Groups, weights[$"{name}.block.1.weight"], weights[$"{name}.block.1.bias"]));

    private Tensor Linear(string name, Tensor input) => linear(input, weights[$"{name}.weight"], weights[$"{name}.bias"]);
}
