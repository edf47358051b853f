using DiffOG.Actions;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Training;

/// <summary>A linear policy with dropout and noise in its loss, unless it is not to be random: small, but with every source of randomness there is.</summary>
internal sealed class TinyPolicy(int observations, int actions, int observationSteps = 2, int window = 6, int executed = 3, bool noisy = true) : ITrainablePolicy
{
    private nn.Module<Tensor, Tensor>? network;
    private nn.Module<Tensor, Tensor>? average;
    private LinearNormaliser? normaliser;

    public PolicySpec Spec { get; } = new(
        new ObservationSpec([new("o", observations, "1")]),
        new ActionSpec(ActionMode.Relative, [.. Enumerable.Range(0, actions).Select(d => new ActionDimension($"a{d}", ActionGroup.Joint, "1", -10, 10))]),
        observationSteps, window - observationSteps + 1, executed);

    public int WindowSteps => window;

    public ActionNormalisation Normalisation => new(normaliser!.Scale, normaliser.Offset);

    public nn.Module Network => network!;

    public nn.Module Average => average!;

    /// <summary>Whether it says what chunks it makes of the demonstrations' observations.</summary>
    internal bool Estimates { get; init; } = true;

    /// <summary>What becomes of the loss.</summary>
    internal Func<Tensor, Tensor> Bend { get; set; } = loss => loss;

    public void Prepare(DemonstrationStatistics statistics, long seed)
    {
        normaliser = LinearNormaliser.Limits(statistics.Actions);
        manual_seed(seed);
        (network, average) = (Net(), Net());
    }

    public void MoveTo(Device device)
    {
    }

    public PolicyLoss Loss(DemonstrationBatch batch, GaussianSource random, bool averaged = false)
    {
        Tensor observed = batch.Observations.Values;
        float[] noise = new float[observed.shape[0] * observationSteps * observations];
        random.Fill(noise);
        Tensor input = observed.flatten(1) + (tensor(noise, [observed.shape[0], observationSteps * observations]) * (noisy ? 0.01 : 0));
        Tensor all = (averaged ? average! : network!).call(input);
        return new(Bend(nn.functional.mse_loss(all, normaliser!.Normalise(batch.Actions).flatten(1))))
        {
            Chunks = Estimates ? () => all.view(batch.Observations.Count, window, actions).narrow(1, observationSteps - 1, Spec.ChunkSteps) : null,
        };
    }

    public Tensor Sample(ObservationBatch observations, GaussianSource[] sources)
    {
        Tensor observed = observations.Values;
        using IDisposable frozen = no_grad();
        average!.eval();
        Tensor all = average.call(observed.flatten(1)).view(observed.shape[0], window, actions);
        return normaliser!.Unnormalise(all.narrow(1, observationSteps - 1, Spec.ChunkSteps));
    }

    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() => StateDict.Of(average!)
        .Select(t => KeyValuePair.Create(t.Key, t.Value.ToSafetensors())).Concat(normaliser!.ToArrays("normaliser.")).ToDictionary();

    public void Load(SafetensorsFile file)
    {
        normaliser = LinearNormaliser.Read(file, "normaliser.");
        (network, average) = (Net(), Net());
        StateDict.Load(file, StateDict.Of(average), "0.");
        StateDict.Load(file, StateDict.Of(network), "0.");
    }

    public IReadOnlyList<ActionChunk> Act(IReadOnlyList<PolicyQuery> queries) => throw new NotSupportedException();

    public void Dispose()
    {
        network?.Dispose();
        average?.Dispose();
    }

    private nn.Module<Tensor, Tensor> Net() => nn.Sequential(nn.Linear(observationSteps * observations, window * actions), nn.Dropout(noisy ? 0.1 : 0));
}
