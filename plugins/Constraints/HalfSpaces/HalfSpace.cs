using DiffOG.Actions;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.HalfSpaces;

/// <summary>
/// lower ≤ Σ_d n_d a_d ≤ upper at every step of its time. Of raw actions a = (x − o) / s that is
/// lower + Σ n_d o_d / s_d ≤ Σ (n_d / s_d) x_d ≤ upper + Σ n_d o_d / s_d. Rows are divided by their length, so that a
/// violation is a distance, as it is for boxes.
/// </summary>
internal sealed class HalfSpace(string name, int[] dimensions, double[] normal, LimitSpace space)
{
    // What was written last: the next chunk mostly has the same rows and shares them.
    private Rows? last;

    /// <summary>From when on it holds [s].</summary>
    internal double From { get; init; }

    /// <summary>From when on it holds no longer [s].</summary>
    internal double Until { get; init; }

    /// <summary>The limits over time.</summary>
    internal required Timeline Timeline { get; init; }

    /// <summary>When it begins, changes and ends [s].</summary>
    internal IEnumerable<double> ChangeTimes => Timeline.Changes.Append(From).Append(Until).Where(t => t > 0 && double.IsFinite(t));

    /// <summary>The rows of one chunk; null where it has none.</summary>
    internal ConstraintBlock? Build(ConstraintContext context)
    {
        int[] steps = new int[context.Steps];
        Interval[] bounds = new Interval[context.Steps];
        int count = Write(context, steps, bounds);
        if (count == 0)
            return null;
        Rows rows = RowsOf(context, steps.AsSpan(0, count));
        double[] lower = new double[count], upper = new double[count];
        for (int r = 0; r < count; r++)
            (lower[r], upper[r]) = bounds[r].Plus(rows.Shift).Times(1 / rows.Length);
        return new GeneralBlock(rows.Matrix, lower, upper).Named(name);
    }

    /// <summary>The steps with a bound, and their bounds.</summary>
    private int Write(ConstraintContext context, int[] steps, Interval[] bounds)
    {
        int count = 0;
        for (int step = 0; step < context.Steps; step++)
        {
            double time = context.Time + (step * context.StepDuration);
            Interval interval = Holds(time) ? Timeline.At(time)[0] : Interval.Open;
            if (!interval.IsOpen)
                (steps[count], bounds[count++]) = (step, interval);
        }
        return count;
    }

    /// <summary>A step on a border, up to rounding of its time, belongs to what begins there.</summary>
    private bool Holds(double time)
    {
        double rounding = 1e-9 * Math.Max(1, Math.Abs(time));
        return From <= time + rounding && Until > time + rounding;
    }

    private Rows RowsOf(ConstraintContext context, ReadOnlySpan<int> steps)
    {
        ActionNormalisation? normalisation = space == LimitSpace.Action ? context.Normalisation : null;
        Rows? like = last;
        if (like is not null && like.Matrix.Columns == context.Steps * context.Dimensions && ReferenceEquals(like.Normalisation, normalisation) && steps.SequenceEqual(like.Steps))
            return like;
        return last = WriteRows(context, steps, normalisation);
    }

    private Rows WriteRows(ConstraintContext context, ReadOnlySpan<int> steps, ActionNormalisation? normalisation)
    {
        (double[] weights, double shift) = Weights(normalisation);
        double length = Length(weights);
        int width = dimensions.Length;
        int[] starts = new int[steps.Length + 1], columns = new int[steps.Length * width];
        double[] values = new double[columns.Length];
        for (int r = 0; r < steps.Length; r++)
        {
            starts[r + 1] = (r + 1) * width;
            for (int k = 0; k < width; k++)
                (columns[(r * width) + k], values[(r * width) + k]) = ((steps[r] * context.Dimensions) + dimensions[k], weights[k] / length);
        }
        return new Rows(steps.ToArray(), normalisation, new SparseRows(context.Steps * context.Dimensions, starts, columns, values), shift, length);
    }

    /// <summary>n_d / s_d and Σ n_d o_d / s_d.</summary>
    private (double[] Weights, double Shift) Weights(ActionNormalisation? normalisation)
    {
        if (normalisation is null)
            return (normal, 0);
        double[] weights = new double[dimensions.Length];
        double shift = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = normal[k] / normalisation.Scale[dimensions[k]];
            shift += weights[k] * normalisation.Offset[dimensions[k]];
        }
        return (weights, shift);
    }

    /// <summary>The Euclidean norm; squares of very large or small numbers would leave the range.</summary>
    private static double Length(double[] values)
    {
        double largest = values.Max(Math.Abs);
        return largest * Math.Sqrt(values.Sum(v => v / largest * (v / largest)));
    }

    private sealed record Rows(int[] Steps, ActionNormalisation? Normalisation, SparseRows Matrix, double Shift, double Length);
}
