using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Diagnostics;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using DiffOG.Projectors.Transformer;
using DiffOG.Refiners;
using DiffOG.Solvers;
using DiffOG.Solvers.InteriorPoint;
using TorchSharp;
using Xunit;

namespace DiffOG.Learning.Tests.Training;

public sealed class LayerTrainerTests : IDisposable
{
    private static readonly LayerTrainingSettings Short = new()
    {
        Steps = 12,
        BatchSize = 4,
        LearningRate = 3e-3,
        WarmupSteps = 2,
        ValidateEvery = 6,
        CheckpointEvery = 5,
        ValidationRatio = 0.3,
        Seed = 9,
        PoolSize = 7,
        SampleReuse = 2,
    };

    private readonly TemporaryFolder folder = new();
    private readonly TinyPolicy policy = new(3, 2);
    private readonly TinyData data = new(20, 20, 20) { Action = (step, d) => Math.Sin((0.7 * step) + d) };

    public LayerTrainerTests() =>
        new PolicyTrainer(policy, data, new TrainingSettings { Steps = 5, BatchSize = 4 }, new Recorder()).Run(folder["policy"]);

    public void Dispose()
    {
        policy.Dispose();
        data.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(LayerTrainingMode.Refine, false, 3)]
    [InlineData(LayerTrainingMode.Refine, true, 7)]
    [InlineData(LayerTrainingMode.Dataset, true, 8)]
    public void A_run_cancelled_and_resumed_ends_with_the_bytes_of_an_uninterrupted_one(LayerTrainingMode mode, bool previous, int stop)
    {
        LayerTrainingSettings settings = Short with { Mode = mode, UsePrevious = previous };
        var whole = new Recorder();
        Train("whole", settings, whole);
        using var source = new CancellationTokenSource();
        var before = new Recorder
        {
            Then = step =>
            {
                if (step == stop)
                    source.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => Train("parts", settings, before, source));
        var after = new Recorder();
        Train("parts", settings, after);
        Assert.Equal(stop, after.ResumedAt);
        Assert.Equal(whole.Losses, before.Losses.Concat(after.Losses));
        Assert.Equal(whole.Validations[12], after.Validations[12]);
        foreach (string name in new[] { "last.safetensors", "layer.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], name)), File.ReadAllBytes(Path.Combine(folder["parts"], name)));
    }

    [Fact]
    public void Training_brings_refined_demonstrations_nearer_to_them()
    {
        var seen = new Recorder();
        Train("run", Short with { Mode = LayerTrainingMode.Dataset, Steps = 60, ValidateEvery = 20, LearningRate = 1e-2 }, seen);
        Assert.True(seen.Validations[60]["loss"] < seen.Validations[20]["loss"]);
    }

    [Fact]
    public void Validation_says_what_the_layer_changed_and_how_the_solver_ended()
    {
        var seen = new Recorder();
        Train("run", Short, seen);
        IReadOnlyDictionary<string, double> measures = seen.Validations[12];
        int windows = (int)measures["solverSolved"];
        Assert.Equal(20 - 5 + 3, windows);
        Assert.Equal(0, measures["solverInfeasible"] + measures["solverIterationLimit"] + measures["solverInvalidInput"] + measures["solverNotConvex"]);
        Assert.True(measures["meanDelta"] <= 0.2 + 1e-6, "The bound on each difference is 0.2.");
        Assert.True(measures["unrefinedMeanDelta"] > 0);
        Assert.True(measures["demonstratedMeanDelta"] > 0.2);
        Assert.Equal(1, measures["heldOut"]);
    }

    [Fact]
    public void Rows_that_look_back_change_what_is_trained()
    {
        var without = new Recorder();
        var with = new Recorder();
        Train("without", Short with { Mode = LayerTrainingMode.Dataset }, without);
        Train("with", Short with { Mode = LayerTrainingMode.Dataset, UsePrevious = true }, with);
        Assert.NotEqual(without.Losses[0], with.Losses[0]);
    }

    [Fact]
    public void Another_policy_makes_another_run()
    {
        Train("run", Short, new Recorder());
        new PolicyTrainer(policy, data, new TrainingSettings { Steps = 6, BatchSize = 4 }, new Recorder()).Run(folder["other"], TestContext.Current.CancellationToken);
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("run", Short, new Recorder()));
        Assert.Equal("DOG1311", error.Id);
        Assert.Contains("policyWeights: the checkpoint has", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_final_checkpoint_is_loaded_into_a_new_projector_and_has_the_normalisation()
    {
        TrainingResult result = Train("run", Short, new Recorder());
        using SafetensorsFile file = SafetensorsFile.Open(result.Checkpoint);
        Assert.Equal("layer", file.Metadata["kind"]);
        Assert.Equal(policy.Normalisation.Scale, InferenceCheckpoint.NormalisationOf(file).Scale);
        Assert.Equal(policy.Normalisation.Offset, InferenceCheckpoint.NormalisationOf(file).Offset);
        Assert.Equal(5, InferenceCheckpoint.SpecOf(file).ChunkSteps);
        using ITrainableQProjector loaded = Projector(seed: 77);
        loaded.Load(file);
        Assert.Equal(file.Read<float>(loaded.ToArrays().Keys.First()), Values(loaded));
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        var count = new TensorCount(2, 15);
        Train("run", Short with { Steps = 16 }, new Recorder { Then = count.At });
        Assert.Equal(0, count.Growth);
    }

    private static float[] Values(ITrainableQProjector projector)
    {
        using torch.Tensor tensor = projector.Module.state_dict()[projector.ToArrays().Keys.First()].detach();
        return tensor.data<float>().ToArray();
    }

    private ITrainableQProjector Projector(long seed) => new TransformerPlugin().Create(
        new TransformerOptions { EmbedSize = 8, Heads = 2, Layers = 1, FeedForward = 8, Dropout = 0.1 },
        new PluginContext { Action = policy.Spec.Action, ChunkSteps = policy.Spec.ChunkSteps, Seed = seed });

    private TrainingResult Train(string name, LayerTrainingSettings settings, Recorder recorder, CancellationTokenSource? stop = null)
    {
        var context = new PluginContext { Action = policy.Spec.Action, ChunkSteps = policy.Spec.ChunkSteps };
        using ITrainableQProjector projector = Projector(1);
        IConstraintSet constraints = new DifferencePlugin().Create(new DifferenceOptions { Lower = -0.2, Upper = 0.2 }, context);
        IQpSolver solver = new InteriorPointPlugin().Create(new InteriorPointOptions(), context);
        var layer = new DiffOGLayer(projector, constraints, solver, new LayerSettings(LayerObjective.Linear, 1, [0, 1]), policy.Normalisation, 0.1);
        return new LayerTrainer(layer, projector, policy, data, settings, recorder).Run(folder[name], stop?.Token ?? CancellationToken.None);
    }
}
