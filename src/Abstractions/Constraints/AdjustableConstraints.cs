namespace DiffOG.Constraints;

/// <summary>What a bound is about.</summary>
/// <param name="Step">The step of the chunk, from 0.</param>
/// <param name="Dimension">The dimension of the action.</param>
/// <param name="Order">0 for the value itself, 1 to 3 for its difference of that order.</param>
/// <param name="Time">Of the step, since the start of the episode [s].</param>
public readonly record struct BoundPlace(int Step, int Dimension, int Order, double Time);

/// <summary>Decides about the bounds of one value or difference; called for every bound of every chunk, so it should be quick.</summary>
/// <param name="place">What is bounded.</param>
/// <param name="lower">What the constraint set says, normalised; −∞ where the side is open.</param>
/// <param name="upper">What the constraint set says, normalised; +∞ where the side is open.</param>
/// <returns>What holds instead, normalised. Equal bounds are allowed. Crossed ones make the chunk impossible, which the refiner answers by braking.</returns>
public delegate (double Lower, double Upper) BoundRule(BoundPlace place, double lower, double upper);

/// <summary>
/// A constraint set whose bounds code can change while it is in use: by the clock, by what a sensor says, or because an
/// operator turned the speed down. Bounds of differences and of values pass through the rule; general rows stay.
/// </summary>
/// <remarks>
/// A trained layer takes other bounds without being trained again. Calls for equal contexts give equal rows only as long
/// as the rule does; that is what this class is for. Everything may be called from several threads.
/// </remarks>
/// <param name="inner">Says what is bounded, and the bounds where no rule says otherwise.</param>
public sealed class AdjustableConstraints(IConstraintSet inner) : IConstraintSet
{
    private volatile BoundRule? rule;

    /// <summary>The rule; null for none. A new one counts from the next <see cref="Build"/> on: a chunk is under one rule as a whole.</summary>
    public BoundRule? Rule
    {
        get => rule;
        set => rule = value;
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> ChangeTimes => inner.ChangeTimes;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The rule gives a bound that is not a number.</exception>
    public LinearConstraints Build(ConstraintContext context)
    {
        LinearConstraints constraints = inner.Build(context);
        if (rule is not { } inForce)
            return constraints;
        ConstraintBlock[] blocks = new ConstraintBlock[constraints.Blocks.Count];
        for (int b = 0; b < blocks.Length; b++)
            blocks[b] = Ruled(constraints.Blocks[b], inForce, context);
        return new LinearConstraints(constraints.Variables, blocks);
    }

    private static ConstraintBlock Ruled(ConstraintBlock block, BoundRule rule, ConstraintContext context)
    {
        double[] lower = new double[block.Rows], upper = new double[block.Rows];
        switch (block)
        {
            case DifferenceBlock differences:
                for (int r = 0; r < lower.Length; r++)
                {
                    (int step, int dimension) = differences.Shape.PlaceOf(r);
                    (lower[r], upper[r]) = Asked(rule, PlaceOf(step, dimension, differences.Shape.Order, context), differences.Lower[r], differences.Upper[r]);
                }
                return differences.With(lower, upper, differences.Previous);
            case BoxBlock box:
                for (int r = 0; r < lower.Length; r++)
                    (lower[r], upper[r]) = Asked(rule, PlaceOf(box.Indices[r] / context.Dimensions, box.Indices[r] % context.Dimensions, 0, context), box.RowLower[r], box.RowUpper[r]);
                return box.With(lower, upper);
            default:
                return block;
        }
    }

    private static BoundPlace PlaceOf(int step, int dimension, int order, ConstraintContext context) =>
        new(step, dimension, order, context.Time + (step * context.StepDuration));

    private static (double Lower, double Upper) Asked(BoundRule rule, BoundPlace place, double lower, double upper)
    {
        (double Lower, double Upper) bounds = rule(place, lower, upper);
        return double.IsNaN(bounds.Lower) || double.IsNaN(bounds.Upper)
            ? throw new ArgumentException($"The rule of adjustable constraints gave the bounds {bounds.Lower} and {bounds.Upper} for {place}.", nameof(rule))
            : bounds;
    }
}
