using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>What the metrics need to know besides the rollouts.</summary>
/// <param name="Action">What an action consists of.</param>
/// <param name="Normalisation">The policy's normalisation: differences, excesses and distances are in its units.</param>
/// <param name="Constraints">What the executed actions are judged by, whatever the refiner.</param>
/// <param name="StepDuration">The duration of a control step [s].</param>
public sealed record MetricContext(ActionSpec Action, ActionNormalisation Normalisation, IConstraintSet Constraints, double StepDuration)
{
    /// <summary>Seed of the bootstrap intervals.</summary>
    public long Seed { get; init; }

    /// <summary>An excess of at most this is rounding, not a violation [normalised].</summary>
    public double Tolerance { get; init; } = 1e-9;
}

/// <summary>Which part of an episode a number is about.</summary>
public enum MetricWindow
{
    /// <summary>Up to and with the step of the first success; the whole episode where there is none.</summary>
    UntilSuccess,

    /// <summary>All executed steps.</summary>
    WholeEpisode,
}
