using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Projectors.Transformer.Inference;
using DiffOG.Projectors.Transformer.Network;
using DiffOG.Projectors.Transformer.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests.Inference;

/// <summary>Projecting without Torch: the same matrices as the module's, whatever happened to its weights.</summary>
public sealed class InferenceTests
{
    public static TheoryData<string, int, int, int, int, int> Networks
    {
        get
        {
            var networks = new TheoryData<string, int, int, int, int, int>();
            foreach (string pooling in new[] { "mean", "max", "cls", "attention" })
            {
                foreach ((int steps, int dimensions, int size, int heads, int width) in new[] { (15, 7, 64, 4, 96), (16, 2, 30, 5, 50), (1, 1, 8, 1, 3), (5, 3, 7, 7, 1), (32, 7, 16, 2, 16) })
                    networks.Add(pooling, steps, dimensions, size, heads, width);
            }
            return networks;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Matrices_are_those_of_the_module_at_every_width_of_vectors(string pooling, int steps, int dimensions, int size, int heads, int width)
    {
        TransformerOptions options = new() { EmbedSize = size, Heads = heads, FeedForward = width, Pooling = Enum.Parse<PoolingKind>(pooling, ignoreCase: true) };
        using var projector = new TransformerProjector(options, steps, dimensions, 1);
        Perturb(projector);
        ActionChunk chunk = ProjectorTests.Chunk(steps, dimensions, 2);
        double[] expected = ByModule(projector, chunk);
        foreach (Kernels kernels in Kernels.AllWidths)
        {
            double[] found = new double[expected.Length];
            Assert.True(new CostInference((CostNetwork)projector.Module, options, steps, dimensions, kernels).TryProject(chunk.Values, found));
            Close(expected, found);
        }
    }

    [Theory]
    [InlineData("mean", "init")]
    [InlineData("mean", "trained")]
    [InlineData("max", "trained")]
    [InlineData("cls", "trained")]
    [InlineData("attention", "trained")]
    public void Matrices_are_those_of_the_module_for_weights_of_the_reference(string pooling, string weights)
    {
        using TransformerProjector projector = Golden.Projector(pooling, weights);
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        Close(ByModule(projector, chunk), projector.Project([chunk])[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Matrices_of_448_variables_are_positive_definite_with_untrained_weights_and_with_entries_at_their_bounds(double factor)
    {
        using var projector = new TransformerProjector(new TransformerOptions { EmbedSize = 32, FeedForward = 32 }, 64, 7, 1);
        using (no_grad())
            projector.Module.named_parameters().Single(p => p.name == "L_linear.weight").parameter.mul_(factor);
        double[] cost = projector.Project([ProjectorTests.Chunk(64, 7, 1)])[0];
        using Tensor matrix = tensor(cost, [448, 448]);
        Assert.True(linalg.eigvalsh(matrix).min().item<double>() >= 0.999e-4);
        Assert.Equal(factor > 1, cost.Max() > 100 * 300);
    }

    [Fact]
    public void Steps_of_an_optimiser_are_seen()
    {
        using TransformerProjector projector = Golden.Projector("mean", "init");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        using var optimiser = new AdamW(projector.Module.named_parameters().Select(p => (p.name, p.parameter)), new AdamWOptions());
        double[] before = projector.Project([chunk])[0];
        for (int step = 0; step < 3; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            projector.Forward(Input(projector, chunk)).square().mean().backward();
            optimiser.Step(0.01);
            optimiser.ZeroGradients();
            double[] after = projector.Project([chunk])[0];
            Close(ByModule(projector, chunk), after);
            Assert.NotEqual(before, after);
            before = after;
        }
    }

    [Fact]
    public void Weights_that_are_written_where_they_lie_are_seen()
    {
        using TransformerProjector projector = Golden.Projector("mean", "trained");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        double[] before = projector.Project([chunk])[0];
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in projector.Module.named_parameters())
        {
            foreach (ref float value in MemoryMarshal.Cast<byte, float>(parameter.bytes))
                value *= 1.1f;
            double[] after = projector.Project([chunk])[0];
            Close(ByModule(projector, chunk), after);
            Assert.True(!before.SequenceEqual(after), $"{name} makes no difference.");
            before = after;
        }
    }

    [Fact]
    public void Loaded_and_drawn_weights_are_seen()
    {
        using var folder = new TemporaryFolder();
        using TransformerProjector saved = Golden.Projector("attention", "trained"), projector = Golden.Projector("attention", "trained");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        double[] first = projector.Project([chunk])[0];
        projector.Initialise(5);
        double[] drawn = projector.Project([chunk])[0];
        Close(ByModule(projector, chunk), drawn);
        SafetensorsWriter.Write(folder["projector.safetensors"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["projector.safetensors"]);
        projector.Load(file);
        Assert.Equal(first, projector.Project([chunk])[0]);
        Assert.NotEqual(first, drawn);
    }

    [Fact]
    public void A_module_in_another_element_type_computes_in_it_and_one_that_is_moved_back_is_read_again()
    {
        using TransformerProjector projector = Golden.Projector("mean", "trained");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        double[] single = projector.Project([chunk])[0], buffer = new double[single.Length];
        projector.Module.to(ScalarType.Float64);
        double[] exact = ByModule(projector, chunk);
        projector.Project(chunk, buffer);
        Close(exact, buffer, 1e-14);
        Close(exact, projector.Project([chunk])[0], 1e-14);
        Close(exact, single);
        projector.Module.to(ScalarType.Float32);
        projector.Project(chunk, buffer);
        Assert.Equal(single, buffer);
    }

    [Fact]
    public void Weights_that_do_not_lie_one_after_the_other_are_left_to_the_module()
    {
        using TransformerProjector projector = Golden.Projector("mean", "trained");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        var map = (TorchSharp.Modules.Linear)projector.Module.named_modules().Single(m => m.name == "encoder.transformer.layers.0.linear1").module;
        double[] before = projector.Project([chunk])[0];
        using (no_grad())
            map.weight = new TorchSharp.Modules.Parameter(map.weight.t().contiguous().t());
        Assert.False(map.weight.is_contiguous());
        Close(before, projector.Project([chunk])[0]);
    }

    [Fact]
    public void Numbers_that_are_none_come_out_as_such()
    {
        using TransformerProjector projector = Golden.Projector("mean", "trained");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        chunk.Values[3] = double.NaN;
        Assert.All(projector.Project([chunk])[0], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Writing_into_a_buffer_allocates_nothing()
    {
        using TransformerProjector projector = Golden.Projector("attention", "trained");
        ActionChunk chunk = ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, 2);
        double[] cost = new double[Golden.Variables * Golden.Variables];
        for (int i = 0; i < 3; i++)
            projector.Project(chunk, cost);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            projector.Project(chunk, cost);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Calls_at_the_same_time_give_what_single_calls_give()
    {
        using TransformerProjector projector = Golden.Projector("attention", "trained");
        ActionChunk[] chunks = [.. Enumerable.Range(0, 64).Select(i => ProjectorTests.Chunk(Golden.Steps, Golden.Dimensions, i))];
        IReadOnlyList<double[]> expected = projector.Project(chunks);
        double[][] found = new double[chunks.Length][];
        Parallel.For(0, chunks.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => found[i] = projector.Project([chunks[i]])[0]);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_buffer_of_another_length_is_refused(int more)
    {
        using var projector = new TransformerProjector(Golden.Options("mean"), 6, 2, 3);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => projector.Project(ProjectorTests.Chunk(6, 2, 1), new double[144 + more]));
        Assert.StartsWith($"The cost matrix has 144 entries; there is room for {144 + more}.", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Biases and norms are zeros and ones at first, which hides what is done with them.</summary>
    private static void Perturb(TransformerProjector projector)
    {
        using IDisposable frozen = no_grad();
        using var generator = new Generator(7, CPU);
        foreach (TorchSharp.Modules.Parameter parameter in projector.Module.parameters())
        {
            using Tensor noise = empty_like(parameter).uniform_(-0.3, 0.3, generator);
            parameter.add_(noise);
        }
    }

    private static Tensor Input(TransformerProjector projector, ActionChunk chunk) =>
        tensor(chunk.Values, [1, chunk.Steps, chunk.Dimensions]).to(projector.Module.parameters().First().dtype);

    private static double[] ByModule(TransformerProjector projector, ActionChunk chunk)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return projector.Forward(Input(projector, chunk)).Doubles();
    }

    private static void Close(double[] expected, double[] found, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, found.Length);
        double off = expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
        Assert.True(off <= tolerance, $"Off by {off:E2}.");
    }
}
