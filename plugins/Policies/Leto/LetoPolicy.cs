using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Leto.Optimisation;
using DiffOG.Policies.Networks.Recurrent;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Randomness;
using DiffOG.Refiners;
using DiffOG.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Policies.Leto;

/// <summary>
/// LeTO (Xu et al. 2024, arXiv 2401.17500): at every observation an LSTM proposes a chunk x = tanh(net), and the policy
/// says argmin ½ aᵀ Q a − xᵀ a under hard limits, with one learned Q for all chunks. Trained end to end on squared error.
/// </summary>
internal sealed class LetoPolicy : NetworkPolicy<RecurrentNetwork>
{
    private const string Head = "action";

    private readonly LetoOptions options;
    private readonly LetoParts parts;
    private readonly LayerSettings settings;

    internal LetoPolicy(LetoOptions options, ObservationSpec observations, ActionSpec action, LetoParts parts)
        : base(
            new PolicySpec(ObservationEncoder.ObservedBy(observations, options.Vision), action, options.ObservationSteps, options.ChunkSteps, options.ExecutedSteps),
            options.ObservationSteps + options.ChunkSteps - 1,
            new NormaliserChoice(options.ObservationNormaliser, options.ActionNormaliser, options.Vision.Colours))
    {
        (this.options, this.parts) = (options, parts);
        settings = new LayerSettings(LayerObjective.Linear, options.SmoothWeight, action.MotionDimensions);
    }

    /// <summary>Windows end as late as at the last observation of an episode; what its chunk would do afterwards repeats the last action.</summary>
    public override int PaddedSteps => Spec.ChunkSteps - 1;

    /// <inheritdoc/>
    protected override RecurrentNetwork Build() => new(
        new ObservationEncoder(Spec.Observations, options.Vision),
        new RecurrentShape(options.HiddenSize, options.Layers),
        new Dictionary<string, int> { [Head] = Spec.ChunkSteps * Spec.Action.Size },
        new Dictionary<string, Parameter> { [GlobalCost.Name] = GlobalCost.Initial(Spec.ChunkSteps * Spec.Action.Size, options.InitialCost) });

    /// <inheritdoc/>
    protected override PolicyLoss Loss(RecurrentNetwork network, DemonstrationBatch batch, GaussianSource random)
    {
        Tensor proposed = Propose(network, network.Run(batch.Observations));
        DiffOGLayer layer = Layer(network);
        Tensor refined = layer.Forward(proposed.flatten(0, 1)).view(proposed.shape);
        RequireSolutions(layer.LastStatistics);
        Tensor errors = (refined - StepChunks.Of(batch.Actions, Spec.ChunkSteps)).square().mean([2, 3]);
        return new PolicyLoss(StepChunks.MeanInside(errors, batch.Padding)) { Chunks = () => refined.select(1, Spec.ObservationSteps - 1) };
    }

    /// <inheritdoc/>
    protected override Tensor Sample(RecurrentNetwork network, ObservationBatch observations, GaussianSource[] sources)
    {
        Tensor last = network.Run(observations).select(1, Spec.ObservationSteps - 1);
        // Rounded to single precision, chunks would leave their limits by 1e-7.
        Tensor refined = Layer(network).Forward(Propose(network, last).to(ScalarType.Float64), observations.Previous);
        return Held(refined, observations.Previous);
    }

    /// <summary>[…, T, D] in (-1, 1).</summary>
    private Tensor Propose(RecurrentNetwork network, Tensor hidden)
    {
        Tensor flat = network.Decode(Head, hidden).tanh();
        return flat.view([.. flat.shape[..^1], Spec.ChunkSteps, Spec.Action.Size]);
    }

    private DiffOGLayer Layer(RecurrentNetwork network) => new(
        new GlobalCost(network, Spec.ChunkSteps, Spec.Action.Size), parts.Constraints, parts.Solver, settings, Normalisation, parts.StepDuration);

    private Tensor Held(Tensor refined, IReadOnlyList<ActionChunk?>? previous)
    {
        double[] values = refined.cpu().contiguous().data<double>().ToArray();
        var held = new HeldChunks(parts.Constraints);
        int size = Spec.ChunkSteps * Spec.Action.Size;
        for (int i = 0; i * size < values.Length; i++)
        {
            var chunk = new ActionChunk(Spec.ChunkSteps, Spec.Action.Size, values[(i * size)..((i + 1) * size)]);
            held.Hold(chunk, Context(previous?[i])).Values.CopyTo(values, i * size);
        }
        return tensor(values, refined.shape, device: refined.device);
    }

    private ConstraintContext Context(ActionChunk? previous) => new(Spec.ChunkSteps, Spec.Action.Size)
    {
        Previous = previous,
        StepDuration = parts.StepDuration,
        Normalisation = Normalisation,
    };

    private static void RequireSolutions(LayerStatistics statistics)
    {
        if (statistics.Failures == statistics.Problems)
            throw new DiffOGException("DOG1870", $"None of the {statistics.Problems} quadratic programs of a training step of 'leto' has a solution; {statistics.FirstFailure}.", "Widen the policy's constraints, or choose another solver.");
    }
}
