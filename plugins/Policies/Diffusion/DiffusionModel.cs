using DiffOG.Learning.Normalisation;
using DiffOG.Randomness;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies.Diffusion.Network;
using DiffOG.Policies.Diffusion.Noise;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion;

/// <summary>
/// A diffusion policy on low-dimensional observations: normalisers, the network that is trained and its average that is
/// sampled from. In and out go raw values.
/// </summary>
internal sealed class DiffusionModel : IDisposable
{
    private const string NetworkPrefix = "model.";
    private const string ActionPrefix = "normalizer.params_dict.action.";
    private const string ObservationPrefix = "normalizer.params_dict.obs.";
    private readonly DiffusionOptions options;
    private readonly DiffusionProcess process;

    private DiffusionModel(DiffusionOptions options, LinearNormaliser observations, LinearNormaliser actions, long seed)
    {
        this.options = options;
        (Observations, Actions) = (observations, actions);
        var schedule = new NoiseSchedule(options.TrainSteps);
        process = new DiffusionProcess(schedule, options.Sampler switch
        {
            SamplerKind.Ddpm => new Ddpm(schedule, options.InferenceSteps, options.ClipSample) { Prediction = options.Prediction },
            _ => new Ddim(schedule, options.InferenceSteps, options.ClipSample) { Prediction = options.Prediction },
        });
        var shape = new UnetShape(
            actions.Size, options.ObservationSteps * observations.Size, options.StepEmbedding, options.Channels,
            options.KernelSize, options.Groups, options.PredictScale, options.TrainSteps);
        // Torch draws initial weights from one generator per process.
        manual_seed(seed);
        (Network, Average) = (new ConditionalUnet1D(shape), new ConditionalUnet1D(shape));
        Average.load_state_dict(Network.state_dict());
        Average.eval();
    }

    /// <summary>The network that is trained.</summary>
    internal ConditionalUnet1D Network { get; }

    /// <summary>The averaged network; samples come from it.</summary>
    internal ConditionalUnet1D Average { get; }

    /// <summary>The map of one observation [O].</summary>
    internal LinearNormaliser Observations { get; }

    /// <summary>The map of one action [D].</summary>
    internal LinearNormaliser Actions { get; }

    /// <summary>A model with random weights, its normalisers fitted to the demonstrations.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="observations">What was observed.</param>
    /// <param name="actions">What was commanded.</param>
    /// <param name="seed">Of the initial weights.</param>
    internal static DiffusionModel Create(DiffusionOptions options, InputStatistics observations, InputStatistics actions, long seed) =>
        new(options, Fit(options.ObservationNormaliser, observations), Fit(options.ActionNormaliser, actions), seed);

    /// <summary>A model for sampling, from what <see cref="ToArrays"/> wrote.</summary>
    /// <param name="options">The options it was written with.</param>
    /// <param name="file">An open checkpoint.</param>
    internal static DiffusionModel Load(DiffusionOptions options, SafetensorsFile file)
    {
        var model = new DiffusionModel(options, LinearNormaliser.Read(file, ObservationPrefix), LinearNormaliser.Read(file, ActionPrefix), seed: 0);
        try
        {
            StateDict.Load(file, StateDict.Of(model.Average, NetworkPrefix), NetworkPrefix);
            StateDict.Load(file, StateDict.Of(model.Network, NetworkPrefix), NetworkPrefix);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The averaged weights and the normalisers under the names of the reference.</summary>
    internal Dictionary<string, SafetensorsArray> ToArrays() => StateDict.Of(Average, NetworkPrefix)
        .Select(t => KeyValuePair.Create(t.Key, t.Value.ToSafetensors()))
        .Concat(Actions.ToArrays(ActionPrefix))
        .Concat(Observations.ToArrays(ObservationPrefix))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The training loss; it and all that its gradient needs belong to the current dispose scope.</summary>
    /// <param name="observations">[B, To, O] raw.</param>
    /// <param name="actions">[B, H, D] raw; row To − 1 is commanded at the last observation.</param>
    /// <param name="random">The noise of this training step.</param>
    /// <param name="averaged">Whether the averaged network is judged.</param>
    internal Tensor Loss(Tensor observations, Tensor actions, GaussianSource random, bool averaged = false) =>
        process.Loss(averaged ? Average : Network, Actions.Normalise(actions), Condition(observations), random);

    /// <summary>Draws one chunk per row from the averaged network; the result belongs to the current dispose scope.</summary>
    /// <param name="observations">[B, To, O] raw.</param>
    /// <param name="sources">[B] the noise of each chunk.</param>
    /// <returns>[B, H − To + 1, D] raw; row 0 is for now.</returns>
    internal Tensor Sample(Tensor observations, GaussianSource[] sources)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor chunks = process.Sample(Average, Condition(observations), sources, options.Horizon, Actions.Size);
        return Actions.Unnormalise(chunks.narrow(1, options.ObservationSteps - 1, options.Horizon - options.ObservationSteps + 1))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Average.Dispose();
    }

    private Tensor Condition(Tensor observations) => Observations.Normalise(observations).flatten(1);

    private static LinearNormaliser Fit(NormaliserKind kind, InputStatistics statistics) => kind switch
    {
        NormaliserKind.Identity => LinearNormaliser.Identity(statistics),
        NormaliserKind.MaxAbs => LinearNormaliser.MaxAbs(statistics),
        _ => LinearNormaliser.Limits(statistics),
    };
}
