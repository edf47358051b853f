using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>Writes the rows of one instance.</summary>
/// <param name="family">Its family.</param>
/// <param name="random">Of the half-spaces.</param>
internal sealed class Limits(Family family, Random random)
{
    private const double Acceleration = 0.5, Jerk = 0.4, LeastMargin = 0.2, MarginRange = 1;
    private const int PlanesPerStep = 2;
    private readonly LayerProblems layer = new(family.Steps, family.Dimensions, CostKind.Trained, family.Smooth, 1, family.Limit);

    /// <summary>The rows after an executed action; of higher differences and of half-spaces, after standing still there, which makes all of them feasible.</summary>
    /// <param name="previous">[D].</param>
    internal LinearConstraints After(double[] previous)
    {
        LinearConstraints rows = new(family.Variables, Blocks(previous));
        // Stacked here, as a constraint set shares it, so that no solver is charged for it.
        _ = rows.Matrix;
        return rows;
    }

    private ConstraintBlock[] Blocks(double[] previous)
    {
        ActionChunk Past(int steps) => new(steps, family.Dimensions, [.. Enumerable.Repeat(previous, steps).SelectMany(p => p)]);
        if (family.Rows == LayerRows.SpeedWithoutPast)
            return [layer.Block(1, family.Limit, null)];
        DifferenceBlock speed = layer.Block(1, family.Limit, Past(1));
        if (family.Rows == LayerRows.Speed)
            return [speed];
        DifferenceBlock[] orders = [speed, layer.Block(2, Acceleration * family.Limit, Past(2)), layer.Block(3, Jerk * family.Limit, Past(3))];
        return family.Rows == LayerRows.SpeedAccelerationJerk ? orders : [.. orders, HalfSpaces(previous)];
    }

    /// <summary>Two a step, in random directions: n·x_t ≤ n·previous + margin.</summary>
    private GeneralBlock HalfSpaces(double[] previous)
    {
        int width = family.Dimensions - 1, rows = PlanesPerStep * family.Steps;
        double[] values = new double[rows * width], upper = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            double[] normal = [.. Enumerable.Range(0, width).Select(_ => LayerProblems.Normal(random))];
            double length = Math.Sqrt(normal.Sum(v => v * v));
            upper[r] = family.Limit * (LeastMargin + (MarginRange * random.NextDouble()));
            for (int d = 0; d < width; d++)
                upper[r] += (values[(r * width) + d] = normal[d] / length) * previous[d];
        }
        int[] indices = [.. Enumerable.Range(0, rows).SelectMany(r => Enumerable.Range(r / PlanesPerStep * family.Dimensions, width))];
        var matrix = new SparseRows(family.Variables, [.. Enumerable.Range(0, rows + 1).Select(r => r * width)], indices, values);
        return new GeneralBlock(matrix, [.. Enumerable.Repeat(double.NegativeInfinity, rows)], upper);
    }
}
