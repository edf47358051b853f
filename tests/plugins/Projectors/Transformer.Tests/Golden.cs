using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Refiners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests;

/// <summary>One golden run of the reference layer: 15 steps of 7 dimensions, the last a gripper.</summary>
internal static class Golden
{
    internal const int Steps = 15;
    internal const int Dimensions = 7;
    internal const int Variables = Steps * Dimensions;

    // The reference keeps its limit in single precision.
    internal const double Limit = (double)0.1f;

    internal static readonly LayerSettings Settings = new(LayerObjective.Linear, 4, [0, 1, 2, 3, 4, 5]);

    internal static TransformerOptions Options(string pooling) => new()
    {
        EmbedSize = 32,
        Heads = 4,
        Layers = 2,
        FeedForward = 64,
        Pooling = Enum.Parse<PoolingKind>(pooling, ignoreCase: true),
    };

    internal static TransformerProjector Projector(string pooling, string weights, ScalarType type = ScalarType.Float32)
    {
        var projector = new TransformerProjector(Options(pooling), Steps, Dimensions, seed: 0);
        using SafetensorsFile file = Fixture.Open($"diffogtf_{weights}_weights");
        using (no_grad())
        {
            foreach ((string name, Tensor target) in StateDict.Of(projector.Module))
                target.copy_(file.ReadTensor(name));
        }
        projector.Module.to(type);
        return projector;
    }

    internal static double[] Doubles(this Tensor tensor) => tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();

    /// <summary>The largest difference, over the largest expected value where <paramref name="relative"/>.</summary>
    internal static void Check(string what, Tensor expected, Tensor found, double tolerance, bool relative)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(expected.shape, found.shape);
        Tensor golden = expected.to(ScalarType.Float64);
        double worst = (golden - found.detach().to(ScalarType.Float64)).abs().max().item<double>();
        double size = relative ? golden.abs().max().item<double>() : 1;
        Assert.True(worst <= tolerance * size, $"{what}: off by {worst / size:R}, tolerance {tolerance:R}.");
    }

    internal static ActionChunk?[] Past(Tensor past) =>
        [.. Enumerable.Range(0, (int)past.shape[0]).Select(i => new ActionChunk(1, Dimensions, past[i].Doubles()))];
}

/// <summary>First differences of some dimensions within one limit.</summary>
internal sealed class StepLimits(double limit, params int[] constrained) : IConstraintSet
{
    public LinearConstraints Build(ConstraintContext context)
    {
        ActionChunk? last = context.Previous?.Slice(context.Previous.Steps - 1, 1);
        var shape = new DifferenceShape(context.Steps, context.Dimensions, 1, last is null ? 0 : 1, constrained);
        double[] bounds = [.. Enumerable.Repeat(limit, shape.Rows)];
        return new LinearConstraints(context.Steps * context.Dimensions, DifferenceBlock.Create(shape, [.. bounds.Select(b => -b)], bounds, last));
    }
}
