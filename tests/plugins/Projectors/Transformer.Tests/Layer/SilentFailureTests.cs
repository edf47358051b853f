using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Projectors;
using DiffOG.Refiners;
using DiffOG.Solvers;
using DiffOG.Solvers.InteriorPoint;
using NSubstitute;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests.Layer;

/// <summary>What a differentiable optimisation layer can get wrong without a word: outputs, gradients, precision.</summary>
public sealed class SilentFailureTests
{
    private const int Steps = 6;
    private const int Dimensions = 3;
    private static readonly IQpSolver Solver = new InteriorPointPlugin().Create(new InteriorPointOptions(), new PluginContext());

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(1e4)]
    public void Fresh_weights_and_chunks_far_larger_than_normalised_keep_their_limits_whoever_is_beside(double scale)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector();
        for (long seed = 0; seed < 10; seed++)
        {
            projector.Initialise(seed);
            DiffOGLayer layer = Layer(projector, new StepLimits(0.1, 0, 1), LayerObjective.Linear, seed % 2 * 4);
            Tensor hard = Chunks(1, seed) * scale, mixed = cat([hard, Chunks(3, seed + 30)]);
            ActionChunk?[] past = [new ActionChunk(1, Dimensions, [scale, -scale, 0]), null, null, null];

            Tensor together = layer.Forward(mixed, past);

            Assert.Equal(4, layer.LastStatistics.Statuses[QpStatus.Solved]);
            Tensor steps = (together.narrow(1, 1, Steps - 1) - together.narrow(1, 0, Steps - 1)).narrow(2, 0, 2).abs();
            Assert.InRange(steps.max().item<double>(), 0, 0.1 + (1e-14 * scale));
            Assert.InRange((together[0, 0, 0] - scale).abs().item<double>(), 0, 0.1 + (1e-14 * scale));
            // The projector's own sums may differ in the last bits with the batch.
            Golden.Check("alone", layer.Forward(hard, [past[0]])[0], together[0], 1e-9 * scale, relative: false);
        }
    }

    [Theory]
    [InlineData(-1, QpStatus.NotConvex)]
    [InlineData(double.NaN, QpStatus.InvalidInput)]
    [InlineData(double.PositiveInfinity, QpStatus.InvalidInput)]
    public void A_cost_that_is_not_positive_definite_fails_alone(double factor, QpStatus status)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector();
        using var spoilt = new SpoiltProjector(projector, 1, factor);
        CheckNeighbours(projector, spoilt, new StepLimits(0.1, 0, 1), status);
    }

    [Fact]
    public void Limits_that_nothing_can_keep_fail_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector();
        var limits = new StepLimits(0.1, 0, 1);
        IConstraintSet impossible = Substitute.For<IConstraintSet>();
        impossible.Build(default!).ReturnsForAnyArgs(call => call.Arg<ConstraintContext>() is { Time: 1 } context
            ? new LinearConstraints(18, [.. limits.Build(context).Blocks, new BoxBlock(18, [0, 3], [5, -9], [9, -5])])
            : limits.Build(call.Arg<ConstraintContext>()));
        CheckNeighbours(projector, projector, impossible, QpStatus.Infeasible);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-8)]
    public void Tiny_limits_are_kept_up_to_the_rounding_of_doubles(double limit)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector();
        DiffOGLayer layer = Layer(projector, new StepLimits(limit, 0, 1), LayerObjective.Linear, 4);
        for (long seed = 0; seed < 10; seed++)
            Assert.InRange(LargestStep(layer.Forward(Chunks(3, seed))), 0, limit + 1e-15);
    }

    [Fact]
    public void In_single_precision_the_exact_solution_is_rounded_once()
    {
        // Training in float32 gets the float64 solution to the nearest float: half a unit in the last place, which no
        // robot is sent; refiners stay in float64.
        using DisposeScope scope = NewDisposeScope();
        double[] cost = [.. Enumerable.Range(0, 18 * 18).Select(i => i / 18 == i % 18 ? 1.5 : 0.01)];
        using var projector = new ConstantProjector(Steps, Dimensions, cost);
        DiffOGLayer layer = Layer(projector, new StepLimits(1e-3, 0, 1), LayerObjective.Linear, 4);
        Tensor single = Chunks(4).to(ScalarType.Float32);

        Tensor found = layer.Forward(single), exact = layer.Forward(single.to(ScalarType.Float64));

        Assert.Equal(ScalarType.Float32, found.dtype);
        Assert.Equal(exact.to(ScalarType.Float32).Doubles(), found.Doubles());
    }

    [Fact]
    public void A_feasible_chunk_is_moved_by_the_linear_objective_gripper_and_all_and_left_alone_by_tracking()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector();
        Tensor still = full([1, Steps, Dimensions], 0.5, ScalarType.Float64);
        var limits = new StepLimits(0.1, 0, 1);

        Tensor moved = Layer(projector, limits, LayerObjective.Linear, 0).Forward(still) - still;

        Assert.True(moved.narrow(2, 0, 2).abs().max().item<double>() > 0.05);
        Assert.True(moved.narrow(2, 2, 1).abs().max().item<double>() > 0.05);
        Golden.Check("tracking", still, Layer(projector, limits, LayerObjective.Tracking, 0).Forward(still), 1e-12, relative: false);
        // A chunk that stands still costs no smoothness either.
        Golden.Check("tracking, smooth", still, Layer(projector, limits, LayerObjective.Tracking, 4).Forward(still), 1e-12, relative: false);
    }

    /// <summary>Problem 1 of 3 fails with a status; the others, and the gradients of all parameters, are as if it were not there.</summary>
    private static void CheckNeighbours(TransformerProjector projector, ITrainableQProjector spoilt, IConstraintSet limits, QpStatus status)
    {
        DiffOGLayer layer = Layer(spoilt, limits, LayerObjective.Linear, 2), clean = Layer(projector, new StepLimits(0.1, 0, 1), LayerObjective.Linear, 2);
        Tensor chunks = Chunks(3);
        double[][] Gradients(DiffOGLayer from, Tensor batch, double[]? times)
        {
            projector.Module.zero_grad();
            // Whatever comes back for the failed one must not matter.
            Tensor refined = from.Forward(batch, null, times);
            refined.square().sum().backward();
            return [.. projector.Module.parameters().Select(p => p.grad!.Doubles())];
        }

        double[][] expected = Gradients(clean, cat([chunks.narrow(0, 0, 1), chunks.narrow(0, 2, 1)]), null), found = Gradients(layer, chunks, [0, 1, 0]);

        Assert.Equal((1, 2), (layer.LastStatistics.Statuses[status], layer.LastStatistics.Statuses[QpStatus.Solved]));
        Assert.StartsWith($"problem 1: {status}, ", layer.LastStatistics.FirstFailure, StringComparison.Ordinal);
        for (int k = 0; k < expected.Length; k++)
        {
            double size = Math.Max(1, expected[k].Max(Math.Abs));
            for (int i = 0; i < expected[k].Length; i++)
                Assert.Equal(expected[k][i], found[k][i], 1e-10 * size);
        }
        Tensor refined = layer.Forward(chunks, null, [0, 1, 0]), alone = clean.Forward(cat([chunks.narrow(0, 0, 1), chunks.narrow(0, 2, 1)]));
        Golden.Check("before", alone[0], refined[0], 1e-12, relative: false);
        Golden.Check("after", alone[1], refined[2], 1e-12, relative: false);
        Assert.Equal(chunks[1].Doubles(), refined[1].Doubles());
    }

    private static double LargestStep(Tensor chunks) => (chunks.narrow(1, 1, Steps - 1) - chunks.narrow(1, 0, Steps - 1)).narrow(2, 0, 2).abs().max().item<double>();

    private static TransformerProjector Projector()
    {
        var projector = new TransformerProjector(new TransformerOptions { EmbedSize = 16, Heads = 2, FeedForward = 16, Pooling = PoolingKind.Mean }, Steps, Dimensions, 11);
        projector.Module.to(ScalarType.Float64);
        return projector;
    }

    private static DiffOGLayer Layer(ITrainableQProjector projector, IConstraintSet limits, LayerObjective objective, double smooth) =>
        new(projector, limits, Solver, new LayerSettings(objective, smooth, [0, 1]), null, 0.05);

    private static Tensor Chunks(int batch, long seed = 1) => tensor(
        [.. Enumerable.Range(0, batch).SelectMany(i => ProjectorTests.Chunk(Steps, Dimensions, seed + i).Values)], [batch, Steps, Dimensions]);
}
