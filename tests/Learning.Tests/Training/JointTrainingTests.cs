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

public sealed class JointTrainingTests : IDisposable
{
    private static readonly LayerTrainingSettings Short = new()
    {
        Mode = LayerTrainingMode.Joint,
        Steps = 12,
        BatchSize = 4,
        LearningRate = 3e-3,
        WarmupSteps = 2,
        ValidateEvery = 6,
        CheckpointEvery = 5,
        ValidationRatio = 0.3,
        Seed = 9,
    };

    private readonly TemporaryFolder folder = new();
    private readonly TinyData data = new(20, 20, 20) { Action = (step, d) => Math.Sin((0.7 * step) + d) };

    public JointTrainingTests()
    {
        using var policy = new TinyPolicy(3, 2);
        new PolicyTrainer(policy, data, new TrainingSettings { Steps = 0, BatchSize = 4 }, new Recorder()).Run(folder["policy"]);
    }

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(JointInput.Demonstrations, false, 1, 3)]
    [InlineData(JointInput.Policy, true, 3, 7)]
    public void A_run_cancelled_and_resumed_ends_with_the_bytes_of_an_uninterrupted_one(JointInput input, bool previous, int accumulate, int stop)
    {
        LayerTrainingSettings settings = Short with { JointInput = input, UsePrevious = previous, Accumulate = accumulate };
        var whole = new Recorder();
        Train("whole", settings, whole);
        using var source = new CancellationTokenSource();
        var before = new Recorder { Then = step => { if (step == stop) source.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => Train("parts", settings, before, source));
        var after = new Recorder();
        Train("parts", settings, after);
        Assert.Equal(whole.Losses, before.Losses.Concat(after.Losses));
        Assert.Equal(whole.Validations[12], after.Validations[12]);
        foreach (string name in new[] { "last.safetensors", "layer.safetensors", "policy.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], name)), File.ReadAllBytes(Path.Combine(folder["parts"], name)));
    }

    [Fact]
    public void Both_networks_are_trained_and_written()
    {
        var seen = new Recorder();
        TrainingResult result = Train("run", Short with { Steps = 40, LearningRate = 1e-2, ValidateEvery = 20, EmaMax = 0 }, seen);
        Assert.True(seen.Validations[40]["loss"] < seen.Validations[20]["loss"]);
        Assert.True(double.IsFinite(seen.Validations[40]["layerLoss"]));
        // The first step of a rise has rate zero: these are the initial weights.
        Train("start", Short with { Steps = 1 }, new Recorder());
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(folder["start"], "layer.safetensors"))[^64..], File.ReadAllBytes(result.Checkpoint)[^64..]);
        Assert.Equal(Path.GetFullPath(Path.Combine(folder["run"], "layer.safetensors")), result.Checkpoint);
        using SafetensorsFile written = SafetensorsFile.Open(Path.Combine(folder["run"], "policy.safetensors"));
        using SafetensorsFile start = SafetensorsFile.Open(Path.Combine(folder["policy"], "policy.safetensors"));
        Assert.Equal(("policy", "40", "tiny"), (written.Metadata["kind"], written.Metadata["step"], written.Metadata["plugin"]));
        Assert.NotEqual(start.Read<float>("0.weight"), written.Read<float>("0.weight"));
    }

    [Theory]
    [InlineData(JointInput.Demonstrations, false)]
    [InlineData(JointInput.Policy, true)]
    public void The_layers_loss_reaches_the_policy_only_through_its_own_chunks(JointInput input, bool reaches)
    {
        // Nothing but the layer's loss is left, and nothing shrinks the weights.
        Train("run", Short with { JointInput = input, WeightDecay = 0, EmaMax = 0 }, new Recorder(), bend: loss => loss * 0);
        using SafetensorsFile written = SafetensorsFile.Open(Path.Combine(folder["run"], "policy.safetensors"));
        using SafetensorsFile start = SafetensorsFile.Open(Path.Combine(folder["policy"], "policy.safetensors"));
        Assert.Equal(reaches, !start.Read<float>("0.weight").SequenceEqual(written.Read<float>("0.weight")));
    }

    [Fact]
    public void With_the_layers_loss_weighed_by_nothing_the_policy_is_trained_as_alone()
    {
        var alone = new Recorder();
        var joint = new Recorder();
        using var policy = new TinyPolicy(3, 2, noisy: false);
        var settings = new TrainingSettings { Steps = 8, BatchSize = 4, ValidationRatio = 0.3, Seed = 42, WarmupSteps = 2 };
        new PolicyTrainer(policy, data, settings, alone).Run(folder["alone"], TestContext.Current.CancellationToken);
        Train("joint", new LayerTrainingSettings { Mode = LayerTrainingMode.Joint, LayerWeight = 0, Steps = 8, BatchSize = 4, ValidationRatio = 0.3, Seed = 42, WarmupSteps = 2 }, joint, noisy: false);
        Assert.Equal(alone.Losses, joint.Losses);
    }

    [Fact]
    public void A_policy_that_estimates_no_chunks_is_refused_where_they_are_needed()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("run", Short with { JointInput = JointInput.Policy }, new Recorder(), estimates: false));
        Assert.Equal("DOG1391", error.Id);
        Train("other", Short with { Steps = 1 }, new Recorder(), estimates: false);
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        var count = new TensorCount(2, 15);
        Train("run", Short with { Steps = 16, JointInput = JointInput.Policy, ValidateEvery = 20 }, new Recorder { Then = count.At });
        Assert.Equal(0, count.Growth);
    }

    private TrainingResult Train(
        string name, LayerTrainingSettings settings, Recorder recorder, CancellationTokenSource? stop = null,
        Func<torch.Tensor, torch.Tensor>? bend = null, bool estimates = true, bool noisy = true)
    {
        using var policy = new TinyPolicy(3, 2, noisy: noisy) { Estimates = estimates };
        policy.Bend = bend ?? (loss => loss);
        using (SafetensorsFile start = SafetensorsFile.Open(Path.Combine(folder["policy"], "policy.safetensors")))
            policy.Load(start);
        var context = new PluginContext { Action = policy.Spec.Action, ChunkSteps = policy.Spec.ChunkSteps, Seed = 1 };
        using ITrainableQProjector projector = new TransformerPlugin().Create(new TransformerOptions { EmbedSize = 8, Heads = 2, Layers = 1, FeedForward = 8, Dropout = 0.1 }, context);
        IConstraintSet constraints = new DifferencePlugin().Create(new DifferenceOptions { Lower = -0.2, Upper = 0.2 }, context);
        IQpSolver solver = new InteriorPointPlugin().Create(new InteriorPointOptions(), context);
        var layer = new DiffOGLayer(projector, constraints, solver, new LayerSettings(LayerObjective.Linear, 1, [0, 1]), policy.Normalisation, 0.1);
        var trainer = new LayerTrainer(layer, projector, policy, data, settings, recorder) { PolicyMetadata = new Dictionary<string, string> { ["plugin"] = "tiny" } };
        return trainer.Run(folder[name], stop?.Token ?? CancellationToken.None);
    }
}
