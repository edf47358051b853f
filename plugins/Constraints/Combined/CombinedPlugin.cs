using DiffOG.Composition;

namespace DiffOG.Constraints.Combined;

/// <summary>Makes one constraint set of several.</summary>
[Plugin("combined", "Several constraint sets in one: all of them hold, and blocks of equal structure are merged.")]
public sealed class CombinedPlugin : Plugin<IConstraintSet, CombinedOptions>
{
    /// <inheritdoc/>
    /// <exception cref="Diagnostics.DiffOGException">DOG1804: two sets contradict each other. DOG1150: the action is not known, or nothing here makes plugins. Otherwise what a set reports.</exception>
    public override IConstraintSet Create(CombinedOptions options, PluginContext context)
    {
        var combined = new CombinedConstraints([.. (options.Sets ?? []).Select((choice, i) => new Part($"sets[{i}] {choice.Id}", context.Create<IConstraintSet>(choice)))]);
        Feasibility.ThrowIfImpossible(combined, context);
        return combined.Touching(Feasibility.WholeEpisode(combined, context)) is { } touching
            ? throw Feasibility.Refusal(touching, combined, context)
            : combined;
    }
}
