using DiffOG.Composition;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.Box;

/// <summary>Makes boxes: bounds on the actions themselves.</summary>
[Plugin("box", "Bounds on the actions themselves: per dimension, one-sided or two-sided, changing with time.")]
public sealed class BoxPlugin : Plugin<IConstraintSet, BoxOptions>
{
    /// <inheritdoc/>
    /// <exception cref="Diagnostics.DiffOGException">DOG1801: a dimension is named that the action does not have. DOG1802: bounds are equal or crossed. DOG1150: the action is not known.</exception>
    public override IConstraintSet Create(BoxOptions options, PluginContext context) =>
        new BoxConstraints(DimensionBounds.Of(options, context.RequiredAction, "box bounds"), options.Space);
}
