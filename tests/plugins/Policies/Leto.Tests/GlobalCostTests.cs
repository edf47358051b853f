using DiffOG.Actions;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies.Leto.Optimisation;
using DiffOG.Policies.Networks.Recurrent;
using DiffOG.Refiners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Leto.Tests;

public sealed class GlobalCostTests
{
    private const int N = Arm.Steps * Arm.Dimensions;

    [Fact]
    public void The_cost_is_the_same_for_all_chunks_and_equals_its_definition()
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentNetwork network = Arm.Network();
        using var cost = new GlobalCost(network, Arm.Steps, Arm.Dimensions);
        double[] l = Values(network.Beside(GlobalCost.Name)), found = Values(cost.Forward(zeros(2, Arm.Steps, Arm.Dimensions))[1]);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
                Assert.Equal(Enumerable.Range(0, N).Sum(k => l[(i * N) + k] * l[(j * N) + k]) + (i == j ? 1e-4 : 0), found[(i * N) + j], 1e-12);
        }
        var chunk = new ActionChunk(Arm.Steps, Arm.Dimensions, new double[N]);
        Assert.Equal(found, cost.Project([chunk, chunk])[1]);
        Assert.Throws<ArgumentException>(() => cost.Project([new ActionChunk(2, Arm.Dimensions, new double[6])]));
    }

    [Fact]
    public void The_cost_starts_as_the_reference_draws_it_or_at_the_identity()
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentNetwork network = Arm.Network();
        double[] l = Values(network.Beside(GlobalCost.Name));
        Assert.All(Enumerable.Range(0, N * N), k => Assert.True(k % N > k / N ? l[k] == 0 : l[k] is > 0 and < 1, $"L[{k / N}, {k % N}] = {l[k]}"));
        using var cost = new GlobalCost(network, Arm.Steps, Arm.Dimensions);
        cost.Initialise(1);
        double[] first = Values(network.Beside(GlobalCost.Name));
        cost.Initialise(1);
        Assert.Equal(first, Values(network.Beside(GlobalCost.Name)));
        cost.Initialise(2);
        Assert.NotEqual(first, Values(network.Beside(GlobalCost.Name)));
        using TorchSharp.Modules.Parameter identity = GlobalCost.Initial(3, InitialCost.Identity);
        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1], identity.data<float>().ToArray());
    }

    [Fact]
    public void The_cost_travels_by_itself()
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using RecurrentNetwork network = Arm.Network();
        using var cost = new GlobalCost(network, Arm.Steps, Arm.Dimensions);
        double[] before = Values(network.Beside(GlobalCost.Name));
        SafetensorsWriter.Write(folder["cost"], cost.ToArrays());
        cost.Initialise(9);
        using SafetensorsFile file = SafetensorsFile.Open(folder["cost"]);
        cost.Load(file);
        Assert.Equal(before, Values(network.Beside(GlobalCost.Name)));
    }

    /// <summary>The conditions of optimality, with the rows that bind taken as equations of one dense system.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Refined_chunks_solve_the_dense_system_of_their_binding_rows(bool withPrevious)
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentNetwork network = Arm.Network();
        using var cost = new GlobalCost(network, Arm.Steps, Arm.Dimensions);
        const double Limit = 0.1, Weight = 1.5;
        ActionChunk?[] previous = [.. Enumerable.Range(0, 6).Select(i => withPrevious ? Arm.Previous(0.1 * i, -0.2, 0.9) : null)];
        var layer = new DiffOGLayer(cost, Arm.Limits(Limit), Arm.Solver(), new LayerSettings(LayerObjective.Linear, Weight, [0, 1]), null, 0.05);
        Tensor chunks = Arm.Random(3, 6, Arm.Steps, Arm.Dimensions).to(ScalarType.Float64);
        double[] proposed = Values(chunks), refined = Values(layer.Forward(chunks, previous));
        double[] q = Smoothed(Values(cost.Forward(chunks)[0]), Weight);
        int binding = 0;
        for (int i = 0; i < 6; i++)
            binding += DenseKkt.Check(q, proposed[(i * N)..((i + 1) * N)], refined[(i * N)..((i + 1) * N)], Rows(Limit, previous[i]));
        Assert.True(binding > 20, $"Only {binding} rows bind: the test would show little.");
    }

    [Fact]
    public void Gradients_to_the_cost_and_to_the_proposal_equal_finite_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentNetwork network = Arm.Network();
        using var cost = new GlobalCost(network, Arm.Steps, Arm.Dimensions);
        var layer = new DiffOGLayer(cost, Arm.Limits(0.1), Arm.Solver(), new LayerSettings(LayerObjective.Linear, 1, [0, 1]), null, 0.05);
        Tensor proposed = Arm.Random(3, 5, Arm.Steps, Arm.Dimensions).to(ScalarType.Float64).requires_grad_(true);
        Tensor weights = Arm.Random(4, 5, Arm.Steps, Arm.Dimensions).to(ScalarType.Float64), l = network.Beside(GlobalCost.Name);
        Tensor Loss() => (layer.Forward(proposed) * weights).sum();
        Loss().backward();
        double most = Compare(l, Loss);
        Assert.True(most > 1e-2, "The cost matters.");
        Compare(proposed, Loss);
    }

    private static double Compare(Tensor input, Func<Tensor> loss)
    {
        const double Step = 1e-6;
        double[] gradient = Values(input.grad!);
        using IDisposable frozen = no_grad();
        Tensor flat = input.view(-1);
        for (int k = 0; k < gradient.Length; k += 3)
        {
            double At(double by)
            {
                flat[k] += by;
                double value = loss().item<double>();
                flat[k] -= by;
                return value;
            }
            double numeric = (At(Step) - At(-Step)) / (2 * Step);
            Assert.True(Math.Abs(numeric - gradient[k]) < 1e-5 * Math.Max(1, Math.Abs(numeric)), $"[{k}]: {gradient[k]:R}, by differences {numeric:R}.");
        }
        return gradient.Max(Math.Abs);
    }

    /// <summary>Q + w DᵀD, D written out row by row.</summary>
    private static double[] Smoothed(double[] q, double weight)
    {
        double[] sum = [.. q];
        foreach ((int column, int before) in Pairs())
        {
            sum[(column * N) + column] += weight;
            sum[(before * N) + before] += weight;
            sum[(column * N) + before] -= weight;
            sum[(before * N) + column] -= weight;
        }
        return sum;
    }

    private static IEnumerable<(int Now, int Before)> Pairs() =>
        from t in Enumerable.Range(1, Arm.Steps - 1) from d in new[] { 0, 1 } select ((t * Arm.Dimensions) + d, ((t - 1) * Arm.Dimensions) + d);

    /// <summary>g·x ≤ h, written out: differences to both sides, the box, and the step from the previous action.</summary>
    private static List<(double[] G, double H)> Rows(double limit, ActionChunk? previous)
    {
        var rows = new List<(double[], double)>();
        void Add(double h, params (int Column, double Value)[] entries)
        {
            double[] g = new double[N];
            foreach ((int column, double value) in entries)
                g[column] = value;
            rows.Add((g, h));
        }
        foreach ((int now, int before) in Pairs())
        {
            Add(limit, (now, 1), (before, -1));
            Add(limit, (now, -1), (before, 1));
        }
        for (int t = 0; t < Arm.Steps; t++)
        {
            for (int d = 0; d < 2; d++)
            {
                Add(1, ((t * Arm.Dimensions) + d, 1));
                Add(1, ((t * Arm.Dimensions) + d, -1));
            }
        }
        for (int d = 0; d < 2 && previous is not null; d++)
        {
            Add(limit + previous[0, d], (d, 1));
            Add(limit - previous[0, d], (d, -1));
        }
        return rows;
    }

    private static double[] Values(Tensor tensor) => tensor.detach().contiguous().data<double>().ToArray();
}
