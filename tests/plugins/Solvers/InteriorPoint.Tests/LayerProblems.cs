using DiffOG.Actions;
using DiffOG.Constraints;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>What the factor of the cost looks like.</summary>
public enum CostKind
{
    /// <summary>Near the identity, as a trained projector gives it.</summary>
    Trained,

    /// <summary>Entries N(0, 0.577), diagonal the exponential of such, clamped: as an untrained projector gives it.</summary>
    Untrained,
}

/// <summary>Problems as the layer poses them: Q̂ = LLᵀ + 10⁻⁴ I + λ AᵀA, p = −a, bounds on differences of all dimensions but the last.</summary>
/// <param name="Steps">T.</param>
/// <param name="Dimensions">D.</param>
/// <param name="Kind">Of the factor.</param>
/// <param name="Smooth">λ.</param>
/// <param name="Scale">How much larger than normalised actions are.</param>
/// <param name="Limit">Of first differences.</param>
internal sealed record LayerProblems(int Steps, int Dimensions, CostKind Kind, double Smooth, double Scale = 1, double Limit = 0.1)
{
    internal QpProblem Make(int seed)
    {
        var random = new Random(seed);
        double[] q = Cost(random), start = [.. Enumerable.Range(0, Dimensions).Select(_ => Scale * (random.NextDouble() - 0.5))];
        return new QpProblem(q, Linear(random), Rows(1, Limit, new ActionChunk(1, Dimensions, start)));
    }

    /// <summary>Bounds on differences of one order.</summary>
    internal LinearConstraints Rows(int order, double limit, ActionChunk previous) => new(Steps * Dimensions, Block(order, limit, previous));

    internal DifferenceBlock Block(int order, double limit, ActionChunk previous)
    {
        var shape = new DifferenceShape(Steps, Dimensions, order, previous.Steps, [.. Enumerable.Range(0, Dimensions - 1)]);
        double[] upper = [.. Enumerable.Repeat(limit, shape.Rows)];
        return DifferenceBlock.Create(shape, [.. upper.Select(u => -u)], upper, previous);
    }

    internal static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal static double[] Gram(double[] factor, int n, double ridge)
    {
        double[] q = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? ridge : 0;
                for (int k = 0; k < n; k++)
                    sum += factor[(i * n) + k] * factor[(j * n) + k];
                q[(i * n) + j] = q[(j * n) + i] = sum;
            }
        }
        return q;
    }

    private double[] Cost(Random random)
    {
        int n = Steps * Dimensions;
        double spread = Kind == CostKind.Untrained ? 0.577 : 0.02;
        double[] factor = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                factor[(i * n) + j] = Math.Clamp(spread * Normal(random), -10, 10);
            factor[(i * n) + i] = Math.Clamp(Math.Exp(spread * Normal(random)) + 1e-4, -10, 10);
        }
        double[] q = Gram(factor, n, 1e-4);
        SparseRows a = Rows(1, 1, new ActionChunk(1, Dimensions, new double[Dimensions])).Matrix;
        double[] rows = a.ToDense();
        for (int r = Dimensions - 1; r < a.Rows; r++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    q[(i * n) + j] += Smooth * rows[(r * n) + i] * rows[(r * n) + j];
            }
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
