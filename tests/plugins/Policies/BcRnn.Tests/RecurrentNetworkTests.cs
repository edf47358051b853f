using DiffOG.Policies.BcRnn.Mixtures;
using DiffOG.Policies.Networks.Recurrent;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Tests;

public sealed class RecurrentNetworkTests
{
    private const int Inputs = 3, Hidden = 4, Steps = 5, Batch = 2;

    [Fact]
    public void Parameters_have_the_names_of_the_reference()
    {
        using RecurrentNetwork network = Network();
        Assert.Equal(
            [
                "policy.nets.decoder.nets.logits.bias [2]",
                "policy.nets.decoder.nets.logits.weight [2, 4]",
                "policy.nets.decoder.nets.mean.bias [12]",
                "policy.nets.decoder.nets.mean.weight [12, 4]",
                "policy.nets.decoder.nets.scale.bias [12]",
                "policy.nets.decoder.nets.scale.weight [12, 4]",
                .. Enumerable.Range(0, 2).Select(l => $"policy.nets.rnn.nets.bias_hh_l{l} [16]"),
                .. Enumerable.Range(0, 2).Select(l => $"policy.nets.rnn.nets.bias_ih_l{l} [16]"),
                .. Enumerable.Range(0, 2).Select(l => $"policy.nets.rnn.nets.weight_hh_l{l} [16, 4]"),
                "policy.nets.rnn.nets.weight_ih_l0 [16, 3]",
                "policy.nets.rnn.nets.weight_ih_l1 [16, 4]",
            ],
            network.state_dict().Select(p => $"{p.Key} [{string.Join(", ", p.Value.shape)}]").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Outputs_equal_the_cells_of_the_definition_one_after_the_other()
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentNetwork network = Network();
        Tensor features = Random(1, Batch, Steps, Inputs);
        Tensor hidden = Layer(network, 1, Layer(network, 0, features));
        Assert.InRange((network.Run(new(features)) - hidden).abs().max().item<double>(), 0, 1e-12);
        Tensor weight = network.state_dict()["policy.nets.decoder.nets.logits.weight"], bias = network.state_dict()["policy.nets.decoder.nets.logits.bias"];
        Assert.InRange((network.Decode("logits", hidden) - hidden.matmul(weight.t()) - bias).abs().max().item<double>(), 0, 1e-12);
    }

    [Fact]
    public void Gradients_of_the_likelihood_equal_finite_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentNetwork network = Network();
        Tensor features = Random(1, Batch, Steps, Inputs), targets = Random(2, Batch, Steps, 6) * 0.5;
        Tensor Loss() => -Head.Of(network, network.Run(new(features))).LogLikelihood(targets).mean();
        Loss().backward();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
            Compare(name, parameter, Loss);
    }

    private static MixtureHead Head { get; } = new(2, 6, DeviationActivation.Softplus, 1e-4);

    private static void Compare(string name, TorchSharp.Modules.Parameter parameter, Func<Tensor> loss)
    {
        const double Step = 1e-6;
        using IDisposable frozen = no_grad();
        Tensor flat = parameter.view(-1), gradient = parameter.grad!.view(-1);
        for (long i = 0; i < flat.numel(); i += Math.Max(1, flat.numel() / 4))
        {
            double At(double by)
            {
                flat[i] += by;
                double value = loss().item<double>();
                flat[i] -= by;
                return value;
            }
            double numeric = (At(Step) - At(-Step)) / (2 * Step);
            Assert.True(Math.Abs(numeric - gradient[i].item<double>()) < 1e-7, $"{name}[{i}]: {gradient[i].item<double>():R}, by differences {numeric:R}.");
        }
    }

    /// <summary>i, f, g, o = W_ih x + b_ih + W_hh h + b_hh; c ← σ(f) c + σ(i) tanh(g); h ← σ(o) tanh(c) (Hochreiter and Schmidhuber 1997, with forget gate).</summary>
    private static Tensor Layer(RecurrentNetwork network, int layer, Tensor inputs)
    {
        Tensor Of(string kind) => network.state_dict()[$"policy.nets.rnn.nets.{kind}_l{layer}"];
        Tensor h = zeros([Batch, Hidden], ScalarType.Float64), c = zeros([Batch, Hidden], ScalarType.Float64);
        var outputs = new List<Tensor>();
        for (int t = 0; t < Steps; t++)
        {
            Tensor[] gates = (inputs.select(1, t).matmul(Of("weight_ih").t()) + Of("bias_ih") + h.matmul(Of("weight_hh").t()) + Of("bias_hh")).chunk(4, 1);
            c = (gates[1].sigmoid() * c) + (gates[0].sigmoid() * gates[2].tanh());
            h = gates[3].sigmoid() * c.tanh();
            outputs.Add(h);
        }
        return stack(outputs, 1);
    }

    private static RecurrentNetwork Network()
    {
        manual_seed(3);
        var network = new RecurrentNetwork(new ObservationEncoder(new ObservationSpec([new("o", Inputs, "1")]), new VisionOptions()), new RecurrentShape(Hidden, 2), Head.Sizes);
        network.to(ScalarType.Float64);
        return network;
    }

    private static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }
}
