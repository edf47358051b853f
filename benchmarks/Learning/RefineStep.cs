using System.Diagnostics;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Projectors;
using DiffOG.Projectors.Transformer;
using DiffOG.Refiners;
using DiffOG.Solvers;
using DiffOG.Solvers.Auto;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Learning;

/// <summary>
/// A step of the layer's training at the reference's sizes (batch 128, T 15, D 7; E 256): projector, quadratic programs,
/// gradients, AdamW; and the same where the programs' solutions are replaced by the product of cost and chunk, which keeps
/// gradients flowing into every entry of the cost.
/// </summary>
internal static class RefineStep
{
    private const int Batch = 128, Steps = 15, Dimensions = Demonstrations.CommandedValues, Warm = 3, DefaultSteps = 20;

    internal static void Print(int steps)
    {
        Console.WriteLine($"A step of the layer's training (batch {Batch}, T {Steps}, D {Dimensions}) with its quadratic programs over the same without them, paired step by step:");
        int count = steps > 0 ? steps : DefaultSteps;
        foreach (double limit in new[] { 0.1, 0.02 })
        {
            using var with = new Trained(limit);
            using var without = new Trained(limit);
            var ratios = new List<(double With, double Without)>();
            for (int k = 0; k < Warm + count; k++)
                ratios.Add((Time(with.WithPrograms), Time(without.WithoutPrograms)));
            Console.WriteLine($"  limit {limit}: {Quartiles.Of(ratios.Skip(Warm).Select(r => r.With / r.Without)).Shown("0.00")}; {Quartiles.Of(ratios.Skip(Warm).Select(r => r.With)).Median:0} ms and {Quartiles.Of(ratios.Skip(Warm).Select(r => r.Without)).Median:0} ms; rows active {with.ActiveShare:0 %}");
        }
    }

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>A projector under training.</summary>
    private sealed class Trained : IDisposable
    {
        private readonly DisposeScope scope = NewDisposeScope();
        private readonly ITrainableQProjector projector;
        private readonly DiffOGLayer layer;
        private readonly AdamW optimiser;
        private readonly Tensor chunks;
        private readonly double limit;

        internal Trained(double limit)
        {
            this.limit = limit;
            var context = new PluginContext { Action = Demonstrations.Action, ChunkSteps = Steps, StepDuration = 0.05, Seed = 1, Normalisation = ActionNormalisation.Identity(Dimensions) };
            projector = new TransformerPlugin().Create(new TransformerOptions { EmbedSize = 256, FeedForward = 256, Heads = 4, Layers = 2 }, context);
            projector.Initialise(1);
            IConstraintSet constraints = new DifferencePlugin().Create(new DifferenceOptions { Limit = limit }, context);
            IQpSolver solver = new AutoPlugin().Create(new AutoOptions(), context);
            layer = new DiffOGLayer(projector, constraints, solver, new LayerSettings(LayerObjective.Linear, 4, Demonstrations.Action.MotionDimensions), context.Normalisation, 0.05);
            optimiser = new AdamW(projector.Module.named_parameters(), new AdamWOptions());
            chunks = (randn(Batch, Steps, Dimensions) * 0.1).cumsum(1);
        }

        /// <summary>The share of differences in the refined chunks that lie at the limit.</summary>
        internal double ActiveShare
        {
            get
            {
                using IDisposable frozen = no_grad();
                using DisposeScope inner = NewDisposeScope();
                Tensor moved = layer.Forward(chunks).narrow(2, 0, Dimensions - 1).diff(1, 1).abs();
                return (moved > limit - 1e-6).to(ScalarType.Float32).mean().item<float>();
            }
        }

        internal void WithPrograms() => Step(() => layer.Forward(chunks));

        internal void WithoutPrograms() => Step(() =>
        {
            Tensor costs = projector.Forward(chunks);
            return costs.matmul(chunks.to(costs.dtype).reshape(Batch, Steps * Dimensions, 1)).reshape(Batch, Steps, Dimensions).to(chunks.dtype);
        });

        public void Dispose()
        {
            optimiser.Dispose();
            projector.Dispose();
            scope.Dispose();
        }

        private void Step(Func<Tensor> refine)
        {
            using DisposeScope inner = NewDisposeScope();
            nn.functional.mse_loss(refine(), chunks).backward();
            optimiser.Step(1e-5);
            optimiser.ZeroGradients();
        }
    }
}
