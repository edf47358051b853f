using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Constraints.Bounds;

/// <summary>The bounds of every constrained dimension over time, names resolved and checked.</summary>
public sealed class DimensionBounds
{
    private readonly int dimensions;

    private DimensionBounds(int dimensions, IReadOnlyList<int> constrained, Timeline timeline) =>
        (this.dimensions, Constrained, Timeline) = (dimensions, constrained, timeline);

    /// <summary>[C] the bounded dimensions, ascending.</summary>
    public IReadOnlyList<int> Constrained { get; }

    /// <summary>The bounds of the C dimensions over time.</summary>
    public Timeline Timeline { get; }

    /// <summary>Resolves names and checks the bounds of every dimension in every entry.</summary>
    /// <param name="options">As a person wrote them.</param>
    /// <param name="action">What is commanded.</param>
    /// <param name="what">The constraint set, as the subject of messages: <c>difference constraints</c>.</param>
    /// <exception cref="DiffOGException">DOG1801: a name does not fit the action. DOG1802: bounds cannot be used.</exception>
    public static DimensionBounds Of(DimensionBoundOptions options, ActionSpec action, string what)
    {
        int[] constrained = options.Dimensions is null
            ? [.. action.MotionDimensions]
            : [.. Enumerable.Range(0, action.Size).Where(d => options.Dimensions.Contains(action.Dimensions[d].Name))];
        string[] names = [.. constrained.Select(d => action.Dimensions[d].Name)];
        CheckNames(options, action, names, what);
        List<Interval[]> bounds = [[.. names.Select(options.BoundsOf)], .. options.Schedule.Select(e => names.Select(n => options.BoundsOf(n, e)).ToArray())];
        foreach (Interval[] entry in bounds)
            CheckBounds(names, entry, options.MayBeOpen, what);
        double[] times = [double.NegativeInfinity, .. options.Schedule.Select(e => e.From)];
        return new DimensionBounds(action.Size, constrained, new Timeline(times, [.. bounds], options.Interpolate));
    }

    /// <summary>Checks that a chunk is one of this action.</summary>
    /// <param name="context">The chunk.</param>
    /// <exception cref="ArgumentException">It has another number of dimensions.</exception>
    public void CheckShape(ConstraintContext context)
    {
        if (context.Dimensions != dimensions)
            throw new ArgumentException($"The chunk has {context.Dimensions} dimensions, the action {dimensions}.", nameof(context));
    }

    private static void CheckNames(DimensionBoundOptions options, ActionSpec action, string[] bounded, string what)
    {
        string[] overridden = [.. options.Overrides.Keys.Concat(options.Schedule.SelectMany(e => e.Overrides.Keys)).Distinct().Order(StringComparer.Ordinal)];
        KnownNames.Check((options.Dimensions ?? []).Concat(overridden), action, $"The {what}", "'dimensions' and 'overrides'");
        string[] unbound = [.. overridden.Except(bounded)];
        if (unbound.Length > 0)
            throw new DiffOGException("DOG1801", $"The {what} override {Quoted(unbound)}, which {(options.Dimensions is null ? "is bounded only where 'dimensions' names it" : "'dimensions' leaves out")}.", "Add the dimension to 'dimensions', or remove its override.");
    }

    private static void CheckBounds(string[] names, Interval[] bounds, bool mayBeOpen, string what)
    {
        for (int c = 0; c < names.Length; c++)
        {
            if (bounds[c].Fault(mayBeOpen) is { } fault)
                throw new DiffOGException("DOG1802", $"The {what} of dimension '{names[c]}' cannot be used: {fault}.", $"Give {(mayBeOpen ? "" : "finite ")}bounds with the lower one below the upper one.");
        }
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
