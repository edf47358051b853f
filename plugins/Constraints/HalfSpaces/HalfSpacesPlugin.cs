using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Constraints.HalfSpaces;

/// <summary>Makes half-spaces: what a box cannot say, because several dimensions count together.</summary>
[Plugin("half-spaces", "Half-spaces of actions: sums of dimensions between limits, for a while or for ever, changing with time.")]
public sealed class HalfSpacesPlugin : Plugin<IConstraintSet, HalfSpacesOptions>
{
    /// <inheritdoc/>
    /// <exception cref="DiffOGException">DOG1801: a dimension is named that the action does not have. DOG1802: limits are equal or crossed, or a normal has no direction. DOG1804: two half-spaces leave nothing. DOG1150: the action is not known.</exception>
    public override IConstraintSet Create(HalfSpacesOptions options, PluginContext context)
    {
        ActionSpec action = context.RequiredAction;
        HalfSpaceOptions[] all = [.. options.HalfSpaces ?? []];
        KnownNames.Check(all.SelectMany(h => h.Normal.Keys), action, "The half-spaces", "'normal'");
        var set = new HalfSpaceConstraints(action.Size, [.. all.Select((h, i) => Make(h, h.Name is null ? $"halfSpaces[{i}]" : $"half-space '{h.Name}'", options, action))]);
        Feasibility.ThrowIfImpossible(set, context);
        return set;
    }

    private static HalfSpace Make(HalfSpaceOptions half, string name, HalfSpacesOptions options, ActionSpec action)
    {
        ValidationResult? fault = half.Validate(new ValidationContext(half)).FirstOrDefault();
        if (fault is not null)
            throw new DiffOGException("DOG1802", $"{char.ToUpperInvariant(name[0])}{name[1..]} cannot be used: '{fault.MemberNames.First().ToLowerInvariant()}': {fault.ErrorMessage}.", "Give it a normal, and limits with the lower one below the upper one.");
        int[] dimensions = [.. Enumerable.Range(0, action.Size).Where(d => half.Normal.GetValueOrDefault(action.Dimensions[d].Name) != 0)];
        double[] times = [double.NegativeInfinity, .. half.Schedule.Select(e => e.From)];
        return new HalfSpace(name, dimensions, [.. dimensions.Select(d => half.Normal[action.Dimensions[d].Name])], options.Space)
        {
            From = half.From,
            Until = half.Until ?? double.PositiveInfinity,
            Timeline = new Timeline(times, [.. half.Intervals().Select(i => new[] { i })], options.Interpolate),
        };
    }
}
