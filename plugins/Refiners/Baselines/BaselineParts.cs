using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;

namespace DiffOG.Refiners.Baselines;

/// <summary>What a baseline takes from the experiment.</summary>
/// <param name="Constraints">What chunks are judged by.</param>
/// <param name="Normalisation">Between raw and normalised actions.</param>
/// <param name="Steps">T.</param>
/// <param name="StepDuration">[s].</param>
internal sealed record BaselineParts(IConstraintSet Constraints, ActionNormalisation Normalisation, int Steps, double StepDuration)
{
    /// <summary>D.</summary>
    internal int Dimensions => Normalisation.Size;

    internal static BaselineParts From(PluginContext context) => new(
        context.Part<IConstraintSet>(),
        context.RequiredNormalisation,
        context.RequiredChunkSteps,
        context.StepDuration ?? new ConstraintContext(1, 1).StepDuration);

    /// <summary>The rows of one chunk.</summary>
    /// <param name="previous">[k, D] normalised.</param>
    /// <param name="time">Of the chunk's first step [s].</param>
    internal LinearConstraints Rows(ActionChunk previous, double time) => Constraints.Build(new ConstraintContext(Steps, Dimensions)
    {
        Previous = previous,
        Time = time,
        StepDuration = StepDuration,
        Normalisation = Normalisation,
    });
}
