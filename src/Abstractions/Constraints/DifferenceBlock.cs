using DiffOG.Actions;

namespace DiffOG.Constraints;

/// <summary>
/// Bounds on differences of order k over time of some dimensions: (Δᵏx)_t = Σ_j (−1)^j C(k, j) x_{t−j}. Order 1 of an
/// absolute action is a velocity, order 2 an acceleration, order 3 a jerk, each times the step duration to that power.
/// Rows run over time, the constrained dimensions of one step side by side. The first row is at the earliest step whose
/// past is known: with p previous actions at step max(0, k − p).
/// </summary>
public sealed class DifferenceBlock : ConstraintBlock
{
    private readonly double[] coefficients;

    private DifferenceBlock(DifferenceShape shape, double[] coefficients, double[] lower, double[] upper, double[] rowLower, double[] rowUpper)
        : base(shape.Steps * shape.Dimensions, rowLower, rowUpper) =>
        (Shape, this.coefficients, Lower, Upper) = (shape, coefficients, lower, upper);

    private DifferenceBlock(DifferenceShape shape, double[] coefficients, double[] lower, double[] upper, ActionChunk? previous)
        : this(shape, coefficients, lower, upper, [.. lower], [.. upper])
    {
        Previous = previous;
        FoldPrevious();
    }

    /// <summary>What the rows are.</summary>
    public DifferenceShape Shape { get; }

    /// <summary>[m] lower bounds of the differences themselves, before previous actions are folded in.</summary>
    public double[] Lower { get; }

    /// <summary>[m] upper bounds of the differences themselves.</summary>
    public double[] Upper { get; }

    /// <summary>[p, D] the previous actions that were folded into the row bounds, the latest last; null where p is zero, and in a block that was restored without them.</summary>
    public ActionChunk? Previous { get; private init; }

    /// <summary>[k + 1] (−1)^j C(k, j): what a row multiplies x_{t−j} with.</summary>
    public ReadOnlyMemory<double> RowCoefficients => coefficients;

    /// <summary>Creates the block and folds what is known of the past into the bounds.</summary>
    /// <param name="shape">What the rows are.</param>
    /// <param name="lower">[m] lower bounds of the differences; −∞ where there is none.</param>
    /// <param name="upper">[m] upper bounds of the differences; +∞ where there is none.</param>
    /// <param name="previous">[p, D] actions before the chunk, the latest last; exactly as many as the shape says.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the shape.</exception>
    public static DifferenceBlock Create(DifferenceShape shape, double[] lower, double[] upper, ActionChunk? previous)
    {
        CheckShapes(shape, lower, upper, previous);
        return new DifferenceBlock(shape, Coefficients(shape.Order), lower, upper, previous);
    }

    /// <summary>The same rows with other bounds and another past; what is written out once is shared.</summary>
    /// <param name="lower">[m] lower bounds of the differences; −∞ where there is none.</param>
    /// <param name="upper">[m] upper bounds of the differences; +∞ where there is none.</param>
    /// <param name="previous">[p, D] actions before the chunk, the latest last; exactly as many as the shape says.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the shape.</exception>
    public DifferenceBlock With(double[] lower, double[] upper, ActionChunk? previous)
    {
        CheckShapes(Shape, lower, upper, previous);
        DifferenceBlock other = new(Shape, coefficients, lower, upper, previous);
        other.Share(this);
        return other;
    }

    /// <summary>
    /// A block as it was once created, bit for bit: what previous actions contributed is folded in already. For readers of files.
    /// </summary>
    /// <param name="shape">What the rows are.</param>
    /// <param name="lower">[m] <see cref="Lower"/>.</param>
    /// <param name="upper">[m] <see cref="Upper"/>.</param>
    /// <param name="rowLower">[m] <see cref="ConstraintBlock.RowLower"/>.</param>
    /// <param name="rowUpper">[m] <see cref="ConstraintBlock.RowUpper"/>.</param>
    /// <param name="previous">[p, D] <see cref="Previous"/>, where it is known.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the shape.</exception>
    public static DifferenceBlock Restore(DifferenceShape shape, double[] lower, double[] upper, double[] rowLower, double[] rowUpper, ActionChunk? previous = null)
    {
        if (new[] { lower, upper, rowLower, rowUpper }.Any(b => b.Length != shape.Rows))
            throw new ArgumentException($"Bounds of {lower.Length}, {upper.Length}, {rowLower.Length} and {rowUpper.Length} rows for {shape.Rows} rows.", nameof(lower));
        if (previous is not null)
            CheckShapes(shape, lower, upper, previous);
        return new DifferenceBlock(shape, Coefficients(shape.Order), lower, upper, rowLower, rowUpper) { Previous = previous };
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Column, double Value)> Row(int row)
    {
        (int step, int dimension) = Shape.PlaceOf(row);
        for (int j = Math.Min(Shape.Order, step); j >= 0; j--)
            yield return (((step - j) * Shape.Dimensions) + dimension, coefficients[j]);
    }

    /// <summary>
    /// The gradient with respect to the previous actions, from the gradients with respect to the row bounds: a row's
    /// bounds are b − Σ_{j &gt; t} c_j · previous.
    /// </summary>
    /// <param name="lowerGradient">[m] dL/d<see cref="ConstraintBlock.RowLower"/>.</param>
    /// <param name="upperGradient">[m] dL/d<see cref="ConstraintBlock.RowUpper"/>.</param>
    /// <returns>[p, D]; null when no previous action is known.</returns>
    public ActionChunk? PreviousGradient(ReadOnlyMemory<double> lowerGradient, ReadOnlyMemory<double> upperGradient)
    {
        if (Shape.Known == 0)
            return null;
        double[] gradient = new double[Shape.Known * Shape.Dimensions];
        for (int r = 0; r < RowsWithPast; r++)
        {
            (int step, int dimension) = Shape.PlaceOf(r);
            for (int j = step + 1; j <= Shape.Order; j++)
                gradient[((Shape.Known + step - j) * Shape.Dimensions) + dimension] -= coefficients[j] * (lowerGradient.Span[r] + upperGradient.Span[r]);
        }
        return new ActionChunk(Shape.Known, Shape.Dimensions, gradient);
    }

    /// <inheritdoc/>
    protected override SparseRows WriteOut()
    {
        int[] starts = new int[Rows + 1];
        for (int r = 0; r < Rows; r++)
            starts[r + 1] = starts[r] + Math.Min(Shape.Order, Shape.PlaceOf(r).Step) + 1;
        int[] columns = new int[starts[^1]];
        double[] values = new double[columns.Length];
        for (int r = 0, k = 0; r < Rows; r++)
        {
            (int step, int dimension) = Shape.PlaceOf(r);
            for (int j = Math.Min(Shape.Order, step); j >= 0; j--, k++)
                (columns[k], values[k]) = (((step - j) * Shape.Dimensions) + dimension, coefficients[j]);
        }
        return new SparseRows(Variables, starts, columns, values);
    }

    /// <summary>The first rows, those that reach before the chunk.</summary>
    private int RowsWithPast => Math.Min(Rows, Shape.Known * Shape.Constrained.Count);

    private void FoldPrevious()
    {
        for (int r = 0; r < RowsWithPast; r++)
        {
            (int step, int dimension) = Shape.PlaceOf(r);
            double known = 0;
            for (int j = step + 1; j <= Shape.Order; j++)
                known += coefficients[j] * Previous![Shape.Known + step - j, dimension];
            RowLower[r] -= known;
            RowUpper[r] -= known;
        }
    }

    private static void CheckShapes(DifferenceShape shape, double[] lower, double[] upper, ActionChunk? previous)
    {
        if (lower.Length != shape.Rows || upper.Length != shape.Rows)
            throw new ArgumentException($"{lower.Length} lower and {upper.Length} upper bounds for {shape.Rows} rows.", nameof(lower));
        if ((previous?.Steps ?? 0) != shape.Known || (previous is not null && previous.Dimensions != shape.Dimensions))
            throw new ArgumentException($"The shape knows {shape.Known} previous actions of {shape.Dimensions} dimensions; {previous?.Steps ?? 0} of {previous?.Dimensions ?? 0} were given.", nameof(previous));
    }

    private static double[] Coefficients(int order)
    {
        double[] row = new double[order + 1];
        row[0] = 1;
        for (int j = 1; j <= order; j++)
            row[j] = -row[j - 1] * (order - j + 1) / j;
        return row;
    }
}

/// <summary>The rows of a <see cref="DifferenceBlock"/>.</summary>
/// <param name="Steps">T.</param>
/// <param name="Dimensions">D.</param>
/// <param name="Order">k, 1 to 3.</param>
/// <param name="Known">p, how many previous actions are used; 0 to k.</param>
/// <param name="Constrained">The dimensions that are bounded, ascending.</param>
public sealed record DifferenceShape(int Steps, int Dimensions, int Order, int Known, IReadOnlyList<int> Constrained)
{
    /// <summary>The step of the first row.</summary>
    public int FirstStep => Order - Known;

    /// <summary>m.</summary>
    public int Rows => Math.Max(0, Steps - FirstStep) * Constrained.Count;

    /// <summary>The step and dimension that a row bounds.</summary>
    /// <param name="row">0 to m − 1.</param>
    public (int Step, int Dimension) PlaceOf(int row) => (FirstStep + (row / Constrained.Count), Constrained[row % Constrained.Count]);
}
