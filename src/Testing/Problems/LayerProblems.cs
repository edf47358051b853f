using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Testing.Problems;

/// <summary>
/// Random problems as the DiffOG layer poses them: Q̂ = LLᵀ + 10⁻⁴ I + λ AᵀA, p = −a with a a noisy, jumping walk, bounds
/// on differences of all dimensions but the last. All are feasible: standing still is allowed.
/// </summary>
/// <param name="Steps">T.</param>
/// <param name="Dimensions">D, at least 2.</param>
/// <param name="Kind">Of the factor.</param>
/// <param name="Smooth">λ.</param>
/// <param name="Scale">How much larger than normalised actions are.</param>
/// <param name="Limit">Of first differences.</param>
public sealed record LayerProblems(int Steps, int Dimensions, CostKind Kind, double Smooth, double Scale = 1, double Limit = 0.1)
{
    /// <summary>Which rows the problems have.</summary>
    public LayerRows Rows { get; init; } = LayerRows.Speed;

    /// <summary>The problem of a seed.</summary>
    /// <param name="seed">Equal seeds give equal problems.</param>
    public QpProblem Make(int seed)
    {
        var random = new Random(seed);
        double[] q = Cost(random), start = [.. Enumerable.Range(0, Dimensions).Select(_ => Scale * (random.NextDouble() - 0.5))];
        return new QpProblem(q, Linear(random), new LinearConstraints(Steps * Dimensions, Blocks(random, start)));
    }

    /// <summary>Bounds on differences of one order.</summary>
    /// <param name="order">1 to 3.</param>
    /// <param name="limit">Of the differences, both ways.</param>
    /// <param name="previous">[k, D] what was before the chunk; null: nothing known.</param>
    public DifferenceBlock Block(int order, double limit, ActionChunk? previous)
    {
        var shape = new DifferenceShape(Steps, Dimensions, order, previous?.Steps ?? 0, [.. Enumerable.Range(0, Dimensions - 1)]);
        double[] upper = [.. Enumerable.Repeat(limit, shape.Rows)];
        return DifferenceBlock.Create(shape, [.. upper.Select(u => -u)], upper, previous);
    }

    /// <summary>A standard normal number.</summary>
    /// <param name="random">The source.</param>
    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>L Lᵀ + ridge · I of a lower triangle.</summary>
    /// <param name="factor">[n·n] row-major; what is above the diagonal does not count.</param>
    /// <param name="n">n.</param>
    /// <param name="ridge">Added to the diagonal.</param>
    /// <returns>[n·n].</returns>
    public static double[] Gram(double[] factor, int n, double ridge)
    {
        double[] q = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? ridge : 0;
                for (int k = 0; k <= j; k++)
                    sum += factor[(i * n) + k] * factor[(j * n) + k];
                q[(i * n) + j] = q[(j * n) + i] = sum;
            }
        }
        return q;
    }

    private ConstraintBlock[] Blocks(Random random, double[] start)
    {
        if (Rows == LayerRows.SpeedWithoutPast)
            return [Block(1, Limit, null)];
        ActionChunk Past(int steps) => new(steps, Dimensions, [.. Enumerable.Repeat(start, steps).SelectMany(s => s)]);
        DifferenceBlock speed = Block(1, Limit, Past(1));
        if (Rows == LayerRows.Speed)
            return [speed];
        ConstraintBlock[] orders = [speed, Block(2, 0.5 * Limit, Past(2)), Block(3, 0.4 * Limit, Past(3))];
        return Rows == LayerRows.SpeedAccelerationJerk ? orders : [.. orders, HalfSpaces(random, start)];
    }

    /// <summary>Two a step: n·x_t ≤ n·start + margin, the margin 0.2 to 1.2 times the limit.</summary>
    private GeneralBlock HalfSpaces(Random random, double[] start)
    {
        int width = Dimensions - 1, rows = 2 * Steps;
        double[] values = new double[rows * width], upper = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            Span<double> normal = values.AsSpan(r * width, width);
            for (int d = 0; d < width; d++)
                normal[d] = Normal(random);
            double length = Norm(normal);
            upper[r] = Limit * (0.2 + random.NextDouble());
            for (int d = 0; d < width; d++)
                upper[r] += (normal[d] /= length) * start[d];
        }
        int[] indices = [.. Enumerable.Range(0, rows).SelectMany(r => Enumerable.Range((r / 2) * Dimensions, width))];
        var matrix = new SparseRows(Steps * Dimensions, [.. Enumerable.Range(0, rows + 1).Select(r => r * width)], indices, values);
        return new GeneralBlock(matrix, [.. Enumerable.Repeat(double.NegativeInfinity, rows)], upper);
    }

    private static double Norm(ReadOnlySpan<double> vector)
    {
        double sum = 0;
        foreach (double value in vector)
            sum += value * value;
        return Math.Sqrt(sum);
    }

    private double[] Cost(Random random)
    {
        int n = Steps * Dimensions;
        (double spread, double diagonal) = Kind switch
        {
            CostKind.Trained => (0.02, 0.02),
            CostKind.Initial => (0.05, 0.1),
            _ => (0.577, 0.577),
        };
        double[] factor = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                factor[(i * n) + j] = Math.Clamp(spread * Normal(random), -10, 10);
            factor[(i * n) + i] = Math.Clamp(Math.Exp(diagonal * Normal(random)) + 1e-4, -10, 10);
        }
        double[] q = Gram(factor, n, 1e-4);
        for (int i = Dimensions; i < n; i++)
        {
            int before = i - Dimensions;
            if (i % Dimensions == Dimensions - 1)
                continue;
            q[(i * n) + i] += Smooth;
            q[(before * n) + before] += Smooth;
            q[(i * n) + before] -= Smooth;
            q[(before * n) + i] -= Smooth;
        }
        return q;
    }

    private double[] Linear(Random random)
    {
        double[] p = new double[Steps * Dimensions], speed = new double[Dimensions], place = new double[Dimensions];
        for (int i = 0; i < p.Length; i++)
        {
            int d = i % Dimensions;
            speed[d] = (0.8 * speed[d]) + (0.08 * Normal(random));
            place[d] += speed[d];
            double noisy = place[d] + (0.1 * Normal(random)) + (random.NextDouble() < 0.1 ? 0.5 * Normal(random) : 0);
            p[i] = -Scale * (d == Dimensions - 1 ? Math.Sign(noisy) : Math.Clamp(noisy, -1, 1));
        }
        return p;
    }
}
