using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>Draws the costs Q̂ = L Lᵀ + 10⁻⁴ I + λ AᵀA of one sequence.</summary>
/// <param name="family">Its family.</param>
/// <param name="trained">'Trained' or 'initial'; an untrained layer's are the family's business.</param>
/// <param name="random">The source.</param>
internal sealed class Costs(Family family, bool trained, Random random)
{
    private const double Ridge = 1e-4, Entry = 10, FixedSpread = 0.02, OwnSpread = 0.005, InitialSpread = 0.05, InitialDiagonal = 0.1, UntrainedSpread = 0.577;
    private readonly double[] common = trained ? Normals(random, family.Variables, FixedSpread) : [];

    /// <summary>The next one.</summary>
    /// <returns>[n·n].</returns>
    internal double[] Draw()
    {
        int n = family.Variables;
        double[] cost = LayerProblems.Gram(Factor(n), n, Ridge);
        AddSmoothing(cost, n);
        return cost;
    }

    private double[] Factor(int n)
    {
        if (!family.Untrained && trained)
            return NearIdentity(n);
        (double spread, double diagonal) = family.Untrained ? (UntrainedSpread, UntrainedSpread) : (InitialSpread, InitialDiagonal);
        double[] factor = Normals(random, n, spread);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                factor[(i * n) + j] = Math.Clamp(factor[(i * n) + j], -Entry, Entry);
            factor[(i * n) + i] = Math.Min(Math.Exp(factor[(i * n) + i] * diagonal / spread) + Ridge, Entry);
        }
        return factor;
    }

    /// <summary>I, a part that all share, and a little of one's own.</summary>
    private double[] NearIdentity(int n)
    {
        double[] factor = Normals(random, n, OwnSpread);
        for (int i = 0; i < factor.Length; i++)
            factor[i] += common[i] + (i % (n + 1) == 0 ? 1 : 0);
        return factor;
    }

    private void AddSmoothing(double[] cost, int n)
    {
        for (int i = family.Dimensions; i < n; i++)
        {
            int before = i - family.Dimensions;
            if (i % family.Dimensions == family.Dimensions - 1)
                continue;
            cost[(i * n) + i] += family.Smooth;
            cost[(before * n) + before] += family.Smooth;
            cost[(i * n) + before] -= family.Smooth;
            cost[(before * n) + i] -= family.Smooth;
        }
    }

    /// <summary>A lower triangle of normal numbers.</summary>
    private static double[] Normals(Random random, int n, double spread)
    {
        double[] values = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                values[(i * n) + j] = spread * LayerProblems.Normal(random);
        }
        return values;
    }
}
