using DiffOG.Learning.Natives;
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

/// <summary>The layer with the real solver: gradients, exactness, and what happens when a problem fails.</summary>
public sealed class DiffOGLayerTests
{
    private const int Steps = 6;
    private const int Dimensions = 3;
    private static readonly IQpSolver Solver = new InteriorPointPlugin().Create(new InteriorPointOptions(), new PluginContext());
    private static readonly StepLimits Limits = new(0.1, 0, 1);

    [Theory]
    [InlineData(LayerObjective.Linear, "mean", false)]
    [InlineData(LayerObjective.Linear, "attention", true)]
    [InlineData(LayerObjective.Tracking, "mean", true)]
    [InlineData(LayerObjective.Tracking, "max", false)]
    public void Gradients_to_chunk_and_parameters_agree_with_finite_differences(LayerObjective objective, string pooling, bool past)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector(pooling);
        DiffOGLayer layer = Layer(projector, objective, 2);
        Tensor chunks = Chunks(2).requires_grad_(true), weights = Chunks(2, 50);
        ActionChunk?[]? previous = past ? [new ActionChunk(1, Dimensions, [0.3, -0.2, 0.1]), null] : null;
        double Loss()
        {
            using IDisposable frozen = no_grad();
            return (layer.Forward(chunks, previous) * weights).sum().item<double>();
        }

        (layer.Forward(chunks, previous) * weights).sum().backward();
        Assert.Contains(layer.Forward(chunks, previous).Doubles().Chunk(Dimensions).Zip(layer.Forward(chunks, previous).Doubles().Chunk(Dimensions).Skip(1)), p => Math.Abs(Math.Abs(p.First[0] - p.Second[0]) - 0.1) < 1e-9);
        foreach (Tensor leaf in projector.Module.parameters().Append(chunks))
            CheckSomeEntries(leaf, Loss);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Tracking_without_smoothing_returns_a_feasible_chunk_untouched(long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector("mean");
        Tensor chunks = Chunks(3, seed).clamp(-0.049, 0.049);
        Tensor refined = Layer(projector, LayerObjective.Tracking, 0).Forward(chunks);
        Golden.Check("chunk", chunks, refined, 1e-9, relative: false);
    }

    [Fact]
    public void Refined_chunks_keep_their_limits_whatever_the_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector("mean");
        for (long seed = 0; seed < 20; seed++)
        {
            projector.Initialise(seed);
            Tensor chunks = Chunks(4, seed) * 3;
            DiffOGLayer layer = Layer(projector, seed % 2 == 0 ? LayerObjective.Linear : LayerObjective.Tracking, seed % 3);
            Tensor refined = layer.Forward(chunks);
            Assert.Equal(0, layer.LastStatistics.Failures);
            double largest = (refined.narrow(1, 1, Steps - 1) - refined.narrow(1, 0, Steps - 1)).narrow(2, 0, 2).abs().max().item<double>();
            Assert.InRange(largest, 0, 0.1 + 1e-9);
        }
    }

    [Fact]
    public void A_batch_gives_what_single_calls_give_bit_for_bit_gradients_included()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] cost = [.. Enumerable.Range(0, 18 * 18).Select(i => i / 18 == i % 18 ? 1.5 : 0.01)];
        using var projector = new ConstantProjector(Steps, Dimensions, cost);
        DiffOGLayer layer = Layer(projector, LayerObjective.Tracking, 1);
        Tensor chunks = Chunks(5).requires_grad_(true);
        Tensor together = layer.Forward(chunks);
        together.square().sum().backward();
        for (int i = 0; i < 5; i++)
        {
            Tensor alone = chunks.detach().narrow(0, i, 1).clone().requires_grad_(true);
            Tensor refined = layer.Forward(alone);
            refined.square().sum().backward();
            Assert.Equal(refined.Doubles(), together.narrow(0, i, 1).Doubles());
            Assert.Equal(alone.grad!.Doubles(), chunks.grad!.narrow(0, i, 1).Doubles());
        }
    }

    [Fact]
    public void A_problem_that_fails_gives_its_chunk_back_and_no_gradient_and_is_counted()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector("mean");
        var layer = new DiffOGLayer(projector, Limits, new FailingAt(1), new LayerSettings(LayerObjective.Linear, 2, [0, 1]), null, 0.05);
        Tensor chunks = Chunks(3).requires_grad_(true);
        Tensor refined = layer.Forward(chunks);
        refined.sum().backward();
        Assert.Equal(chunks[1].Doubles(), refined[1].Doubles());
        Assert.NotEqual(chunks[0].Doubles(), refined[0].Doubles());
        Assert.All(chunks.grad![1].Doubles(), g => Assert.Equal(0, g));
        Assert.Contains(chunks.grad![2].Doubles(), g => g != 0);
        Assert.Equal((3, 1, "problem 1: IterationLimit, stopped on purpose"), (layer.LastStatistics.Problems, layer.LastStatistics.Failures, layer.LastStatistics.FirstFailure));
        Assert.Equal(2, layer.LastStatistics.Statuses[QpStatus.Solved]);
    }

    [Theory]
    [InlineData(double.NaN, LayerObjective.Linear)]
    [InlineData(double.PositiveInfinity, LayerObjective.Linear)]
    [InlineData(double.NaN, LayerObjective.Tracking)]
    public void A_chunk_that_is_not_finite_spoils_nobody_elses_output_or_gradient(double value, LayerObjective objective)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector("mean");
        DiffOGLayer layer = Layer(projector, objective, 2);
        Tensor clean = Chunks(3), spoilt = clean.clone();
        spoilt[1, 2, 0] = value;
        spoilt.requires_grad_(true);
        Tensor refined = layer.Forward(spoilt);
        refined.square().mean().backward();
        Assert.Equal(1, layer.LastStatistics.Statuses[QpStatus.InvalidInput]);
        Golden.Check("neighbour", layer.Forward(clean)[0], refined[0], 1e-12, relative: false);
        Assert.All(refined.Doubles(), v => Assert.True(double.IsFinite(v)));
        foreach (Tensor parameter in projector.Module.parameters().Append(spoilt))
            Assert.All(parameter.grad!.Doubles(), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Training_steps_leave_no_tensor_behind()
    {
        using TransformerProjector projector = Projector("mean", ScalarType.Float32);
        DiffOGLayer layer = Layer(projector, LayerObjective.Tracking, 2);
        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            projector.Module.zero_grad();
            Tensor chunks = Chunks(4).to(ScalarType.Float32).requires_grad_(true);
            layer.Forward(chunks).square().mean().backward();
        }

        Step();
        Step();
        long before = LiveTensors.Count();
        for (int i = 0; i < 30; i++)
            Step();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Forward_alone_leaves_only_its_result_behind()
    {
        using TransformerProjector projector = Projector("mean", ScalarType.Float32);
        DiffOGLayer layer = Layer(projector, LayerObjective.Linear, 2);
        using Tensor chunks = Chunks(4).to(ScalarType.Float32);
        using (no_grad())
            layer.Forward(chunks).Dispose();
        long before = LiveTensors.Count();
        using (no_grad())
        {
            using Tensor refined = layer.Forward(chunks);
            Assert.Equal(before + 1, LiveTensors.Count());
            Assert.False(refined.requires_grad);
            Assert.Equal(ScalarType.Float32, refined.dtype);
        }
    }

    [Fact]
    public void Each_chunk_is_held_to_its_own_past_and_time()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector("mean");
        IConstraintSet constraints = Substitute.For<IConstraintSet>();
        constraints.Build(default!).ReturnsForAnyArgs(call => Limits.Build(call.Arg<ConstraintContext>()));
        var normalisation = ActionNormalisation.Identity(Dimensions);
        var layer = new DiffOGLayer(projector, constraints, Solver, new LayerSettings(LayerObjective.Linear, 2, [0, 1]), normalisation, 0.02);
        var past = new ActionChunk(1, Dimensions, [0.5, 0.5, 0]);
        double[] refined = layer.Forward(Chunks(2), [past, null], [1.5, 2.5]).Doubles();
        Assert.InRange(refined[0], 0.4 - 1e-9, 0.6 + 1e-9);
        constraints.Received(1).Build(Arg.Is<ConstraintContext>(c => c.Previous == past && c.Time == 1.5 && c.StepDuration == 0.02 && c.Normalisation == normalisation));
        constraints.Received(1).Build(Arg.Is<ConstraintContext>(c => c.Previous == null && c.Time == 2.5));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_in_words()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransformerProjector projector = Projector("mean");
        DiffOGLayer layer = Layer(projector, LayerObjective.Linear, 2);
        void Refused(string message, Func<Tensor> call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
        Refused("The projector takes chunks [B, 6, 3]; found [2, 6, 4].", () => layer.Forward(zeros(2, 6, 4)));
        Refused("1 previous actions for 2 chunks.", () => layer.Forward(Chunks(2), [null]));
        Refused("3 times for 2 chunks.", () => layer.Forward(Chunks(2), null, [1, 2, 3]));
    }

    private static void CheckSomeEntries(Tensor leaf, Func<double> loss)
    {
        const double h = 1e-6;
        double[] gradient = leaf.grad!.Doubles();
        using Tensor flat = leaf.detach().view(-1);
        foreach (int i in Enumerable.Range(0, 6).Select(k => (int)(k * 7919L % gradient.Length)).Distinct())
        {
            using Tensor entry = flat.narrow(0, i, 1);
            double At(double by)
            {
                entry.add_(by);
                double value = loss();
                entry.sub_(by);
                return value;
            }

            Assert.Equal((At(h) - At(-h)) / (2 * h), gradient[i], 2e-6 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    private static TransformerProjector Projector(string pooling, ScalarType type = ScalarType.Float64)
    {
        var projector = new TransformerProjector(new TransformerOptions { EmbedSize = 16, Heads = 2, FeedForward = 16, Pooling = Enum.Parse<PoolingKind>(pooling, true) }, Steps, Dimensions, 11);
        projector.Module.to(type);
        return projector;
    }

    private static DiffOGLayer Layer(ITrainableQProjector projector, LayerObjective objective, double smooth) =>
        new(projector, Limits, Solver, new LayerSettings(objective, smooth, [0, 1]), null, 0.05);

    private static Tensor Chunks(int batch, long seed = 1) => tensor(
        [.. Enumerable.Range(0, batch).SelectMany(i => ProjectorTests.Chunk(Steps, Dimensions, seed + i).Values)], [batch, Steps, Dimensions]);

    /// <summary>The real solver, except that one problem of each batch runs out of iterations.</summary>
    private sealed class FailingAt(int index) : IQpSolver
    {
        public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null) =>
            [.. Solver.Solve(problems, warmStarts).Select((s, i) => i == index ? Stopped(s) : s)];

        private static QpSolution Stopped(QpSolution solution)
        {
            (solution.Status, solution.Detail) = (QpStatus.IterationLimit, "stopped on purpose");
            return solution;
        }

        public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) =>
            Solver.Differentiate(solutions, gradients);
    }
}
