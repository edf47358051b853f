using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using Xunit;

namespace DiffOG.Learning.Tests.Training;

public sealed class InitialWeightsTests : IDisposable
{
    private static readonly TrainingSettings Short = new() { Steps = 6, BatchSize = 4, ValidationRatio = 0, Seed = 9 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void without_a_step_the_given_weights_and_normalisers_come_out()
    {
        string trained = Train("first", Short, new TinyData(20, 20));
        string copied = Train("second", Short with { Steps = 0 }, new TinyData(9, 9), trained);
        Assert.Equal(Arrays(trained), Arrays(copied));
    }

    [Fact]
    public void training_goes_on_from_the_given_weights()
    {
        string trained = Train("first", Short, new TinyData(20, 20));
        string further = Train("second", Short with { LearningRate = 1e-12 }, new TinyData(20, 20), trained);
        Assert.Equal(Arrays(trained).Length, Arrays(further).Length);
        Assert.All(Arrays(trained).Zip(Arrays(further)), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    [Fact]
    public void a_run_is_only_continued_with_the_weights_it_started_from()
    {
        string one = Train("first", Short, new TinyData(20, 20)), other = Train("other", Short with { Seed = 10 }, new TinyData(20, 20));
        Train("second", Short, new TinyData(20, 20), one);
        DiffOGException error = Assert.Throws<DiffOGException>(() => Train("second", Short, new TinyData(20, 20), other));
        Assert.Equal("DOG1311", error.Id);
        Assert.Contains("initialWeights: the checkpoint has", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void weights_of_another_task_are_refused()
    {
        string trained = Train("first", Short, new TinyData(20, 20));
        using var wider = new TinyPolicy(4, 2);
        Assert.Equal("DOG1305", Assert.Throws<DiffOGException>(() => new PolicyTrainer(wider, new TinyData(20, 20), Short, new Recorder()) { Weights = trained }.Run(folder["wider"], TestContext.Current.CancellationToken)).Id);
    }

    private string Train(string run, TrainingSettings settings, TinyData data, string? weights = null)
    {
        using var policy = new TinyPolicy(3, 2);
        return new PolicyTrainer(policy, data, settings, new Recorder()) { Weights = weights }.Run(folder[run], TestContext.Current.CancellationToken).Checkpoint;
    }

    private static float[] Arrays(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return [.. file.Entries.Keys.Order(StringComparer.Ordinal).SelectMany(file.Read<float>)];
    }
}
