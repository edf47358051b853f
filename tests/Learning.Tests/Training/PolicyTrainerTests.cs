using DiffOG.Specs;
using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using DiffOG.Policies;
using TorchSharp;
using Xunit;

namespace DiffOG.Learning.Tests.Training;

public sealed class PolicyTrainerTests : IDisposable
{
    private static readonly TrainingSettings Short = new()
    {
        Steps = 20,
        BatchSize = 4,
        LearningRate = 1e-2,
        WarmupSteps = 4,
        ValidateEvery = 6,
        CheckpointEvery = 5,
        ValidationRatio = 0.3,
        Seed = 9,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(13)]
    public void A_run_cancelled_and_resumed_ends_with_the_bytes_of_an_uninterrupted_one(int stop)
    {
        var whole = new Recorder();
        Train("whole", Short, whole);
        using var source = new CancellationTokenSource();
        var before = new Recorder { Then = On(stop, source.Cancel) };
        Assert.Throws<OperationCanceledException>(() => Train("parts", Short, before, source));
        Assert.Equal(stop, before.Checkpoints[^1]);
        var after = new Recorder();
        Train("parts", Short, after);
        Assert.Equal(stop, after.ResumedAt);
        Assert.Equal(whole.Losses, before.Losses.Concat(after.Losses));
        Assert.Equal(whole.Validations[20], after.Validations[20]);
        SameBytes("whole", "parts");
    }

    [Fact]
    public void A_run_killed_between_checkpoints_repeats_the_steps_since()
    {
        Train("whole", Short, new Recorder());
        var killed = new Recorder { Then = On(13, () => throw new InvalidOperationException("killed")) };
        Assert.Throws<InvalidOperationException>(() => Train("parts", Short, killed));
        var after = new Recorder();
        Train("parts", Short, after);
        Assert.Equal(10, after.ResumedAt);
        SameBytes("whole", "parts");
    }

    [Fact]
    public void A_finished_run_is_not_trained_again()
    {
        TrainingResult first = Train("run", Short, new Recorder());
        File.Delete(first.Checkpoint);
        var again = new Recorder();
        TrainingResult second = Train("run", Short, again);
        Assert.Empty(again.Losses);
        Assert.Equal(first.Validation, second.Validation);
        Assert.Equal(first.LastLoss, second.LastLoss);
        Assert.True(File.Exists(second.Checkpoint));
    }

    [Fact]
    public void Validations_checkpoints_and_rates_come_when_they_are_due()
    {
        var seen = new Recorder();
        Train("run", Short, seen);
        Assert.Equal([6, 12, 18, 20], seen.Validations.Keys);
        Assert.Equal([0, 5, 10, 15, 20], seen.Checkpoints);
        Assert.Equal([0, 0.0025, 0.005, 0.0075, 0.01], seen.Rates[..5]);
        Assert.True(seen.Losses[^1] < seen.Losses[0] / 2);
    }

    [Fact]
    public void Validation_compares_with_the_two_predictions_that_need_no_network()
    {
        var seen = new Recorder();
        Train("run", Short, seen);
        IReadOnlyDictionary<string, double> measures = seen.Validations[20];
        Assert.Equal(
            ["actionMae", "actionMse", "heldOut", "loss", "meanActionMae", "meanActionMse", "repeatLastMae", "repeatLastMse"], measures.Keys.Order());
        Assert.All(measures.Values, v => Assert.True(double.IsFinite(v)));
        Assert.Equal(1, measures["heldOut"]);
        // Actions rise by one a step and the range is 0 to 2029 in both dimensions: rows 1, 2, 3 after the last action.
        Assert.Equal(2 * 2.0 / 2029, measures["repeatLastMae"], 1e-5);
    }

    [Fact]
    public void Without_episodes_for_validation_the_trained_ones_are_judged_and_it_is_said()
    {
        var seen = new Recorder();
        Train("run", Short with { ValidationRatio = 0 }, seen);
        Assert.Equal(0, seen.Validations[20]["heldOut"]);
    }

    [Fact]
    public void A_checkpoint_of_other_settings_is_refused_with_all_differences()
    {
        Train("run", Short with { Steps = 5 }, new Recorder());
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("run", Short with { LearningRate = 0.5 }, new Recorder()));
        Assert.Equal("DOG1311", error.Id);
        Assert.Contains("learningRate: the checkpoint has 0.01, this run 0.5\n  steps: the checkpoint has 5, this run 20", error.Message, StringComparison.Ordinal);
        Train("run", Short with { Steps = 5, ValidateEvery = 1, CheckpointEvery = 1 }, new Recorder());
    }

    [Fact]
    public void A_checkpoint_of_other_demonstrations_or_options_is_refused()
    {
        Train("run", Short, new Recorder());
        using var policy = new TinyPolicy(3, 2);
        using var data = new TinyData(30, 30, 30) { Fingerprint = "other" };
        var trainer = new PolicyTrainer(policy, data, Short, new Recorder()) { Metadata = new Dictionary<string, string> { ["plugin"] = "other" } };
        DiffOGException error = Assert.Throws<DiffOGException>(() => trainer.Run(folder["run"], TestContext.Current.CancellationToken));
        Assert.Contains("demonstrations: the checkpoint has tiny, this run other\n  plugin: the checkpoint has tiny-policy, this run other", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run_and_keeps_the_last_checkpoint()
    {
        int calls = 0;
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("run", Short, new Recorder(), bend: loss => ++calls > 14 ? loss * float.NaN : loss));
        Assert.Equal("DOG1310", error.Id);
        Assert.Contains("the loss is NaN", error.Message, StringComparison.Ordinal);
        var after = new Recorder();
        Train("run", Short, after);
        Assert.True(after.ResumedAt is 5 or 10);
    }

    [Theory]
    [InlineData(0, 2048)]
    [InlineData(1, 0)]
    [InlineData(9, 0)]
    public void Reading_ahead_and_the_budget_of_memory_change_no_byte(int prefetch, int megabytes)
    {
        Train("usual", Short, new Recorder());
        Train("other", Short with { Prefetch = prefetch, MemoryMegabytes = megabytes }, new Recorder());
        SameBytes("usual", "other");
    }

    [Fact]
    public void A_step_in_parts_has_the_gradient_of_the_whole_batch()
    {
        TrainingSettings settings = Short with { BatchSize = 7, Steps = 6, WarmupSteps = 0, ClipNorm = 0.1 };
        var whole = new Recorder();
        var parts = new Recorder();
        Train("whole", settings, whole, noisy: false);
        Train("parts", settings with { Accumulate = 3 }, parts, noisy: false);
        Assert.All(whole.Losses.Zip(parts.Losses), l => Assert.Equal(1, l.Second / l.First, 1e-6));
        Assert.All(Weights("whole").Zip(Weights("parts")), w => Assert.Equal(w.First, w.Second, 1e-5));
        Assert.NotEqual(whole.Losses[0], whole.Losses[^1]);
    }

    [Fact]
    public void A_run_in_parts_resumes_to_the_byte()
    {
        TrainingSettings settings = Short with { Accumulate = 3, BatchSize = 5 };
        Train("whole", settings, new Recorder());
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Train("parts", settings, new Recorder { Then = On(7, source.Cancel) }, source));
        Train("parts", settings, new Recorder());
        SameBytes("whole", "parts");
    }

    [Fact]
    public void What_reading_throws_in_the_middle_of_a_run_is_thrown_by_the_run()
    {
        int reads = 0;
        var failure = new IOException("the disk is gone");
        using var data = new TinyData(30, 30, 30) { Before = _ => { if (Interlocked.Increment(ref reads) > 40) throw failure; } };
        using var policy = new TinyPolicy(3, 2);
        var trainer = new PolicyTrainer(policy, data, Short with { MemoryMegabytes = 0 }, new Recorder());
        Assert.Same(failure, Assert.Throws<IOException>(() => trainer.Run(folder["run"], TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void The_observer_is_told_what_is_trained_on_and_what_is_too_short()
    {
        var seen = new Recorder();
        using var data = new TinyData(30, 2, 30);
        using var policy = new TinyPolicy(3, 2);
        new PolicyTrainer(policy, data, Short with { Steps = 1, ValidationRatio = 0 }, seen).Run(folder["run"], TestContext.Current.CancellationToken);
        Assert.Equal((3, 2 * (30 - 6 + 3 + 1), 0), (seen.Data!.Episodes, seen.Data.TrainingWindows, seen.Data.ValidationWindows));
        Assert.Equal([1], seen.Data.TooShort);
        Assert.Equal(62 * 5 * sizeof(float), seen.Data.Memory.Held);
    }

    [Fact]
    public void Waiting_and_computing_are_told_apart_by_the_clock_that_is_given()
    {
        var seen = new Recorder();
        using var data = new TinyData(30, 30, 30);
        using var policy = new TinyPolicy(3, 2);
        new PolicyTrainer(policy, data, Short with { Accumulate = 2 }, seen) { Time = new Ticking() }.Run(folder["run"], TestContext.Current.CancellationToken);
        // Every look at the clock is one tick: two batches are waited for, two are computed, and the weights are changed.
        Assert.All(seen.Times, t => Assert.Equal(new StepTimes(TimeSpan.FromTicks(2), TimeSpan.FromTicks(3)), t));
        Assert.Equal(20, seen.Times.Count);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_blamed_on_the_windows_of_its_batch()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("run", Short with { Steps = 3, ValidationRatio = 0 }, new Recorder(), bend: loss => loss / 0));
        WindowPlace[] first = new WindowOrder(DemonstrationWindows.Read(new TinyData(30, 30, 30), [], new WindowShape(2, 6, 3), Short with { ValidationRatio = 0 })).Take(0, 4);
        WindowPlace one = first.MinBy(p => (p.Episode, p.Start));
        Assert.Contains($"Training stopped at step 0: the loss is Infinity. The batch that led to it: episode {one.Episode} from step {one.Start}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_blamed_on_the_batch_before()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train(
            "run", Short with { WarmupSteps = 0, CheckpointEvery = 100, ValidateEvery = 100, ValidationRatio = 0 }, new Recorder(), bend: loss => loss + (loss * 0).sqrt()));
        WindowPlace[] first = new WindowOrder(DemonstrationWindows.Read(new TinyData(30, 30, 30), [], new WindowShape(2, 6, 3), Short with { ValidationRatio = 0 })).Take(0, 4);
        WindowPlace one = first.MinBy(p => (p.Episode, p.Start));
        Assert.Contains("at step 1: the loss is NaN, as 'network.0.weight' was no longer finite after the step before. ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"led to it: episode {one.Episode} from step {one.Start}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_never_written()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train(
            "run", Short with { LearningRate = 1, WarmupSteps = 0, CheckpointEvery = 1, ValidateEvery = 100 }, new Recorder(), bend: loss => loss + (loss * 0).sqrt()));
        Assert.Equal("DOG1310", error.Id);
        Assert.Contains("is no longer finite", error.Message, StringComparison.Ordinal);
        using SafetensorsFile kept = SafetensorsFile.Open(Path.Combine(folder["run"], "last.safetensors"));
        Assert.All(kept.Read<float>("network.0.weight"), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void A_full_disk_stops_the_run_and_the_old_checkpoint_serves_to_resume()
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("This system has no device that is always full.");
        string temporary = Path.Combine(folder["run"], "last.safetensors.tmp");
        var full = new Recorder { Then = On(9, () => File.CreateSymbolicLink(temporary, "/dev/full")) };
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("run", Short, full));
        Assert.Equal("DOG1502", error.Id);
        Train("whole", Short, new Recorder());
        var after = new Recorder();
        Train("run", Short, after);
        Assert.Equal(5, after.ResumedAt);
        SameBytes("whole", "run");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_noticed_before_the_first_step()
    {
        File.WriteAllText(folder["file"], "");
        var seen = new Recorder();
        Assert.Equal("DOG1304", Assert.Throws<DiffOGException>(() => Train("file/run", Short, seen)).Id);
        Directory.CreateDirectory(Path.Combine(folder["blocked"], "last.safetensors.tmp"));
        Assert.Equal("DOG1304", Assert.Throws<DiffOGException>(() => Train("blocked", Short, seen)).Id);
        Assert.Empty(seen.Losses);
    }

    [Fact]
    public void A_checkpoint_cut_short_is_refused_and_left_alone()
    {
        Train("run", Short, new Recorder());
        string path = Path.Combine(folder["run"], "last.safetensors");
        byte[] half = File.ReadAllBytes(path)[..^100];
        File.WriteAllBytes(path, half);
        Assert.Equal("DOG1301", Assert.Throws<DiffOGException>(() => Train("run", Short, new Recorder())).Id);
        Assert.Equal(half, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_that_is_no_training_checkpoint_is_refused()
    {
        Directory.CreateDirectory(folder["run"]);
        SafetensorsWriter.Write(Path.Combine(folder["run"], "last.safetensors"), new Dictionary<string, SafetensorsArray>());
        Assert.Equal("DOG1301", Assert.Throws<DiffOGException>(() => Train("run", Short, new Recorder())).Id);
    }

    [Fact]
    public void The_final_checkpoint_says_what_the_policy_is()
    {
        TrainingResult result = Train("run", Short, new Recorder());
        using SafetensorsFile file = SafetensorsFile.Open(result.Checkpoint);
        PolicySpec spec = InferenceCheckpoint.SpecOf(file);
        using var policy = new TinyPolicy(3, 2);
        Assert.Equal(policy.Spec.Action.Dimensions, spec.Action.Dimensions);
        Assert.Equal(policy.Spec.Observations.Entries, spec.Observations.Entries);
        Assert.Equal((2, 5, 3), (spec.ObservationSteps, spec.ChunkSteps, spec.ExecutedSteps));
        Assert.Equal("policy", file.Metadata["kind"]);
        Assert.Equal("20", file.Metadata["step"]);
        Assert.Equal("tiny-policy", file.Metadata["plugin"]);
        policy.Load(file);
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused_with_every_key_that_differs()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Train("run", Short, new Recorder()).Checkpoint);
        using var policy = new TinyPolicy(3, 2);
        CheckpointFit.Require(file, policy.Spec with { ExecutedSteps = 1 });
        PolicySpec other = policy.Spec with
        {
            Observations = new ObservationSpec([new("o", 4, "1")]) { Cameras = [new CameraSpec("front", 84, 84)] },
            Action = new ActionSpec(ActionMode.Absolute, policy.Spec.Action.Dimensions),
            ObservationSteps = 1,
            ChunkSteps = 6,
        };
        DiffOGException refused = Assert.Throws<DiffOGException>(() => CheckpointFit.Require(file, other));
        Assert.Equal(
            $"DOG1305: The checkpoint '{file.Path}' was trained for something else than this experiment:\n  observation 'o': found 3 values, expected 4\n  camera 'front': found none, expected 84 x 84 pixels\n"
            + "  action mode: found relative, expected absolute\n  observation steps: found 2, expected 1\n  chunk steps: found 5, expected 6\n Use the task and the policy options that it was trained with, or train again.",
            refused.Message);
    }

    [Fact]
    public void A_camera_that_is_no_longer_read_makes_it_another_policy()
    {
        string path = folder["seeing.safetensors"];
        using var policy = new TinyPolicy(3, 2);
        PolicySpec seeing = policy.Spec with { Observations = policy.Spec.Observations with { Cameras = [new CameraSpec("front", 84, 60)] } };
        InferenceCheckpoint.Write(path, "policy", 1, seeing, new Dictionary<string, SafetensorsArray>(), new Dictionary<string, string>(), ActionNormalisation.Identity(2));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        CheckpointFit.Require(file, seeing);
        Assert.Contains("camera 'front': found 84 x 60 pixels, expected none", Assert.Throws<DiffOGException>(() => CheckpointFit.Require(file, policy.Spec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        var count = new TensorCount(2, 19);
        Train("run", Short, new Recorder { Then = count.At });
        Assert.Equal(0, count.Growth);
    }

    [Fact]
    public void Settings_outside_their_range_are_refused_before_anything_is_written()
    {
        TrainingSettings[] impossible =
        [
            Short with { Steps = -1 }, Short with { BatchSize = 0 }, Short with { LearningRate = -1 }, Short with { ValidateEvery = 0 },
            Short with { CheckpointEvery = 0 }, Short with { ValidationRatio = 1 },
        ];
        Assert.All(impossible, s => Assert.Throws<ArgumentOutOfRangeException>(() => Train("run", s, new Recorder())));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void A_limit_on_the_gradient_changes_the_steps()
    {
        var free = new Recorder();
        var clipped = new Recorder();
        Train("free", Short, free);
        Train("clipped", Short with { ClipNorm = 1e-9 }, clipped);
        Assert.NotEqual(free.Losses[^1], clipped.Losses[^1]);
    }

    private static Action<long> On(long step, Action act) => taken =>
    {
        if (taken == step)
            act();
    };

    private TrainingResult Train(
        string name, TrainingSettings settings, Recorder recorder, CancellationTokenSource? stop = null, Func<torch.Tensor, torch.Tensor>? bend = null, bool noisy = true)
    {
        using var policy = new TinyPolicy(3, 2, noisy: noisy);
        policy.Bend = bend ?? (loss => loss);
        using var data = new TinyData(30, 30, 30);
        var trainer = new PolicyTrainer(policy, data, settings, recorder) { Metadata = new Dictionary<string, string> { ["plugin"] = "tiny-policy" } };
        return trainer.Run(folder[name], stop?.Token ?? CancellationToken.None);
    }

    private float[] Weights(string run)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder[run], "last.safetensors"));
        return file.Read<float>("network.0.weight");
    }

    /// <summary>A clock that goes on by one tick whenever it is looked at.</summary>
    private sealed class Ticking : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks++;
    }

    private void SameBytes(string one, string other)
    {
        foreach (string name in new[] { "last.safetensors", "policy.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder[one], name)), File.ReadAllBytes(Path.Combine(folder[other], name)));
    }
}
