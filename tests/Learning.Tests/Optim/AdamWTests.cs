using DiffOG.Learning.Natives;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using AdamW = DiffOG.Learning.Optim.AdamW;

namespace DiffOG.Learning.Tests.Optim;

public sealed class AdamWTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Twenty_steps_in_double_equal_the_reference()
    {
        using SafetensorsFile golden = Fixture.Open("training_schedules");
        double[] gradients = golden.Read<double>("adamw.grads");
        double[] expected = golden.Read<double>("adamw.params");
        using Parameter parameter = new(tensor(expected[..6]));
        using var optimiser = new AdamW([("w", parameter)], new AdamWOptions { WeightDecay = 1e-2 });
        for (int k = 0; k < 20; k++)
        {
            parameter.grad = tensor(gradients[(6 * k)..(6 * (k + 1))]);
            optimiser.Step(1e-3);
            Close.To(expected[(6 * (k + 1))..(6 * (k + 2))], Values(parameter), 1e-14);
        }
    }

    [Fact]
    public void Training_equals_torchs_own_optimiser()
    {
        using IDisposable scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> ours, nn.Module<Tensor, Tensor> theirs) = (Net(1), Net(1));
        using var optimiser = new AdamW(ours.named_parameters(), new AdamWOptions { WeightDecay = 1e-2 });
        var reference = optim.AdamW(theirs.parameters(), lr: 1e-2, beta1: 0.95, beta2: 0.999, eps: 1e-8, weight_decay: 1e-2);
        for (int k = 0; k < 50; k++)
        {
            Backward(ours, k);
            optimiser.Step(1e-2);
            optimiser.ZeroGradients();
            Backward(theirs, k);
            reference.step();
            reference.zero_grad();
        }
        foreach ((Parameter a, Parameter b) in ours.parameters().Zip(theirs.parameters()))
            Assert.True((a - b).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void A_run_that_is_resumed_from_its_saved_state_continues_to_the_bit()
    {
        using IDisposable scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> whole, nn.Module<Tensor, Tensor> resumed) = (Net(1), Net(2));
        using var first = new AdamW(whole.named_parameters(), new AdamWOptions());
        Train(whole, first, 0, 5);
        StateDict.Save(folder["model"], StateDict.Of(whole));
        StateDict.Save(folder["optimiser"], first.State);
        Train(whole, first, 5, 10);

        using var second = new AdamW(resumed.named_parameters(), new AdamWOptions());
        using SafetensorsFile model = SafetensorsFile.Open(folder["model"]);
        using SafetensorsFile optimiser = SafetensorsFile.Open(folder["optimiser"]);
        StateDict.Load(model, StateDict.Of(resumed));
        StateDict.Load(optimiser, second.State);
        Assert.Equal(5, second.Steps);
        Train(resumed, second, 5, 10);
        foreach ((Parameter a, Parameter b) in whole.parameters().Zip(resumed.parameters()))
            Assert.Equal(Values(a.to_type(ScalarType.Float64)), Values(b.to_type(ScalarType.Float64)));
    }

    [Fact]
    public void A_training_step_leaves_no_tensor_behind()
    {
        using nn.Module<Tensor, Tensor> net = Net(1);
        using var optimiser = new AdamW(net.named_parameters(), new AdamWOptions());
        OneStep(net, optimiser, 0);
        long before = LiveTensors.Count();
        OneStep(net, optimiser, 1);
        Assert.Equal(before, LiveTensors.Count());
    }

    private static void Train(nn.Module<Tensor, Tensor> net, AdamW optimiser, int from, int to)
    {
        for (int k = from; k < to; k++)
            OneStep(net, optimiser, k);
    }

    private static void OneStep(nn.Module<Tensor, Tensor> net, AdamW optimiser, int k)
    {
        Backward(net, k);
        optimiser.Step(1e-2);
        optimiser.ZeroGradients();
    }

    private static void Backward(nn.Module<Tensor, Tensor> net, int k)
    {
        using IDisposable scope = NewDisposeScope();
        using var generator = new Generator((ulong)k);
        net.call(randn([4, 3], generator: generator)).square().mean().backward();
    }

    private static Sequential Net(int seed)
    {
        manual_seed(seed);
        return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2));
    }

    private static double[] Values(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        return detached.data<double>().ToArray();
    }
}
