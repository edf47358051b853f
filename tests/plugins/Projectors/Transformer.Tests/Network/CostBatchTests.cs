using DiffOG.Learning.Natives;
using DiffOG.Projectors.Transformer.Network;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests.Network;

/// <summary>The step from features to costs against the same by Torch's operators.</summary>
public sealed class CostBatchTests
{
    private const int Batch = 5;

    // Weights are multiplied, so that none, some or nearly all entries of L are at their bounds.
    public static TheoryData<int, int, double> Networks
    {
        get
        {
            var networks = new TheoryData<int, int, double>();
            foreach ((int steps, int dimensions) in new[] { (1, 1), (2, 1), (3, 1), (4, 2), (3, 5), (16, 1), (17, 1), (15, 7) })
            {
                foreach (double factor in new[] { 1, 20, 300.0 })
                    networks.Add(steps, dimensions, factor);
            }
            return networks;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Costs_and_all_gradients_are_those_of_the_operators(int steps, int dimensions, double factor)
    {
        using DisposeScope scope = NewDisposeScope();
        CostNetwork network = Make(steps, dimensions, factor, ScalarType.Float64);
        int n = steps * dimensions;
        using var generator = new Generator(3, CPU);
        Tensor features = randn([Batch, 8], ScalarType.Float64, generator: generator), weighting = randn([Batch, n, n], ScalarType.Float64, generator: generator);
        Tensor[] expected = Gradients(network, network.FromSquare, features, weighting), found = Gradients(network, network.FromTriangle, features, weighting);
        Assert.Equal(4, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Golden.Check($"result {i}", expected[i], found[i], 1e-12, relative: true);
    }

    [Fact]
    public void Costs_are_symmetric_bit_for_bit_and_depend_on_their_own_features_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        CostNetwork network = Make(4, 3, 1, ScalarType.Float32);
        var spares = new System.Collections.Concurrent.ConcurrentBag<CostWorkspace>();
        Tensor entries = randn([40, 78], ScalarType.Float64);
        Tensor together = new CostBatch(entries, 12, spares).Costs();
        Assert.Equal(together.Doubles(), together.transpose(1, 2).Doubles());
        for (int i = 0; i < 40; i++)
            Assert.Equal(together[i].Doubles(), new CostBatch(entries[i].unsqueeze(0), 12, spares).Costs()[0].Doubles());
    }

    [Fact]
    public void Without_gradients_there_is_no_graph()
    {
        using DisposeScope scope = NewDisposeScope();
        CostNetwork network = Make(4, 3, 1, ScalarType.Float32);
        Tensor chunks = randn(2, 4, 3);
        Assert.True(network.call(chunks).requires_grad);
        using (no_grad())
            Assert.False(network.call(chunks).requires_grad);
    }

    [Fact]
    public void Steps_leave_no_tensors_behind_and_neither_does_a_graph_that_is_dropped()
    {
        using DisposeScope outer = NewDisposeScope();
        CostNetwork network = Make(4, 3, 1, ScalarType.Float32);
        Tensor chunks = randn(2, 4, 3);
        void Step(bool backward)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = network.call(chunks).sum();
            if (backward)
                loss.backward();
        }

        Step(true);
        long before = LiveTensors.Count();
        for (int i = 0; i < 10; i++)
            Step(i % 2 == 0);
        Assert.Equal(before, LiveTensors.Count());
    }

    private static CostNetwork Make(int steps, int dimensions, double factor, ScalarType type)
    {
        var network = new CostNetwork(steps, dimensions, new TransformerOptions { EmbedSize = 8, Heads = 2, FeedForward = 8, Layers = 1 });
        using IDisposable frozen = no_grad();
        using var generator = new Generator(1, CPU);
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            if (name.StartsWith("L_linear", StringComparison.Ordinal))
                parameter.uniform_(-0.4 * factor, 0.4 * factor, generator);
        }
        return network.to(type);
    }

    /// <summary>Q, and the gradients to the features, the weights and the bias of the last map.</summary>
    private static Tensor[] Gradients(CostNetwork network, Func<Tensor, Tensor> costs, Tensor features, Tensor weighting)
    {
        Tensor leaf = features.detach().clone().requires_grad_(true);
        Tensor result = costs(leaf);
        result.backward([weighting]);
        var map = (TorchSharp.Modules.Linear)network.named_children().Single(c => c.name == "L_linear").module;
        Tensor[] gradients = [result.detach(), leaf.grad!, map.weight.grad!.clone(), map.bias!.grad!.clone()];
        (map.weight.grad, map.bias.grad) = (null, null);
        return gradients;
    }
}
