using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using DiffOG.Policies;
using Xunit;

namespace DiffOG.Learning.Tests.Training;

/// <summary>Checkpoints by success in episodes, with a judge that follows a script.</summary>
public sealed class RolloutTests : IDisposable
{
    private static readonly TrainingSettings Short = new()
    {
        Steps = 20,
        BatchSize = 4,
        WarmupSteps = 2,
        ValidateEvery = 100,
        CheckpointEvery = 6,
        Seed = 9,
        JudgeEvery = 4,
        KeepBest = 2,
    };

    private static readonly Dictionary<long, double> Script = new() { [4] = 0.5, [8] = 0.75, [12] = 0.25, [16] = 0.75, [20] = 0.6 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_best_are_kept_and_the_later_of_equals_is_the_one_for_inference()
    {
        var seen = new Recorder();
        TrainingResult result = Train("run", Short, seen);
        Assert.Equal(Script.Select(s => (s.Key, s.Value)), seen.Rollouts);
        Assert.Equal(["step-00000008-success-0.750.safetensors", "step-00000016-success-0.750.safetensors"], Kept("run"));
        Assert.Equal((16, 0.75), (result.BestStep, result.BestSuccess));
        using SafetensorsFile final = SafetensorsFile.Open(result.Checkpoint);
        Assert.Equal(("16", "0.75"), (final.Metadata["step"], final.Metadata["success"]));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder["run"], "best", Kept("run")[1])), File.ReadAllBytes(result.Checkpoint));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(17)]
    public void A_killed_run_ends_with_the_same_best_ones(int step)
    {
        Train("whole", Short, new Recorder());
        Assert.Throws<InvalidOperationException>(() => Train("parts", Short, new Recorder { Then = s => { if (s == step) throw new InvalidOperationException("killed"); } }));
        Train("parts", Short, new Recorder());
        Assert.Equal(Kept("whole"), Kept("parts"));
        foreach (string name in (string[])["policy.safetensors", "last.safetensors", .. Kept("whole").Select(k => Path.Combine("best", k))])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], name)), File.ReadAllBytes(Path.Combine(folder["parts"], name)));
    }

    [Fact]
    public void A_run_cancelled_in_its_episodes_saves_its_step_and_runs_them_again()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Train("run", Short, new Recorder(), source, cancelAt: 8));
        var after = new Recorder();
        Train("run", Short, after);
        Assert.Equal(8, after.ResumedAt);
        Assert.Equal((8, 0.75), after.Rollouts[0]);
        Assert.Equal(16, Train("run", Short, new Recorder()).BestStep);
    }

    [Fact]
    public void Without_a_judge_the_last_weights_are_the_ones_for_inference()
    {
        using var policy = new TinyPolicy(3, 2);
        using var data = new TinyData(30, 30);
        TrainingResult result = new PolicyTrainer(policy, data, Short, new Recorder()).Run(folder["run"], TestContext.Current.CancellationToken);
        Assert.Null(result.BestStep);
        Assert.False(Directory.Exists(Path.Combine(folder["run"], "best")));
        using SafetensorsFile final = SafetensorsFile.Open(result.Checkpoint);
        Assert.Equal("20", final.Metadata["step"]);
        Assert.DoesNotContain("success", final.Metadata.Keys);
    }

    private string[] Kept(string run) => [.. Directory.EnumerateFiles(Path.Combine(folder[run], "best")).Select(f => Path.GetFileName(f)).Order()];

    private TrainingResult Train(string name, TrainingSettings settings, Recorder recorder, CancellationTokenSource? stop = null, long? cancelAt = null)
    {
        using var policy = new TinyPolicy(3, 2);
        using var data = new TinyData(30, 30);
        var judge = new Scripted(stop, cancelAt);
        return new PolicyTrainer(policy, data, settings, new Following(recorder, judge)) { Judge = judge }.Run(folder[name], stop?.Token ?? CancellationToken.None);
    }

    /// <summary>Says what stands in the script for the step.</summary>
    private sealed class Scripted(CancellationTokenSource? stop, long? cancelAt) : IPolicyJudge
    {
        internal long Step { get; set; }

        public double SuccessOf(IPolicy policy, CancellationToken cancellation)
        {
            if (Step == cancelAt)
                stop!.Cancel();
            cancellation.ThrowIfCancellationRequested();
            return Script[Step];
        }
    }

    /// <summary>Tells the judge which step it is.</summary>
    private sealed class Following(Recorder recorder, Scripted judge) : ITrainingObserver
    {
        public void OnResumed(long step)
        {
            judge.Step = step;
            recorder.OnResumed(step);
        }

        public void OnStep(long step, long total, double loss, double learningRate)
        {
            judge.Step = step;
            recorder.OnStep(step, total, loss, learningRate);
        }

        public void OnValidation(long step, IReadOnlyDictionary<string, double> measures) => recorder.OnValidation(step, measures);

        public void OnRollouts(long step, double success) => recorder.OnRollouts(step, success);

        public void OnCheckpoint(long step, string path) => recorder.OnCheckpoint(step, path);
    }
}
