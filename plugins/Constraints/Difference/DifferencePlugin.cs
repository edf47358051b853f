using DiffOG.Composition;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.Difference;

/// <summary>Makes difference constraints.</summary>
[Plugin("difference", "Bounds on differences of consecutive actions: any order up to 3, per dimension, asymmetric, changing with time.")]
public sealed class DifferencePlugin : Plugin<IConstraintSet, DifferenceOptions>
{
    /// <inheritdoc/>
    /// <exception cref="Diagnostics.DiffOGException">DOG1801: a dimension is named that the action does not have. DOG1802: bounds are equal, crossed or not finite. DOG1150: the action is not known.</exception>
    public override IConstraintSet Create(DifferenceOptions options, PluginContext context) =>
        new DifferenceConstraints(DimensionBounds.Of(options, context.RequiredAction, "difference constraints"), options.Order, options.Space);
}
