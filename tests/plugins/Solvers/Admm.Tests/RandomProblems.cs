using DiffOG.Constraints;
using DiffOG.Testing.Problems;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>What a user's rows can look like.</summary>
internal static class RandomProblems
{
    /// <summary>Random rows around a point that satisfies them: some twice, some with one side or none, some with equal sides, some touched by the point.</summary>
    internal static QpProblem Feasible(int n, int m, double condition, Random random)
    {
        double[] inside = [.. Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random))];
        double[] g = [.. Enumerable.Range(0, m * n).Select(_ => random.NextDouble() < 0.4 ? LayerProblems.Normal(random) : 0)];
        for (int r = 1; r < m; r++)
        {
            if (random.NextDouble() < 0.1)
                Array.Copy(g, (r - 1) * n, g, r * n, n);
        }
        double[] product = [.. Enumerable.Range(0, m).Select(r => Enumerable.Range(0, n).Sum(i => g[(r * n) + i] * inside[i]))];
        int equations = 0;
        (double Lower, double Upper)[] bounds = [.. product.Select(b => random.Next(9) switch
        {
            0 => (double.NegativeInfinity, b + (0.3 * random.NextDouble())),
            1 => (b - (0.3 * random.NextDouble()), double.PositiveInfinity),
            2 => (double.NegativeInfinity, double.PositiveInfinity),
            3 when equations++ < n / 3 => (b, b),
            4 => (b, b + random.NextDouble()),
            _ => (b - 0.01 - (0.3 * random.NextDouble()), b + 0.01 + (0.3 * random.NextDouble())),
        })];
        return new QpProblem(
            Cost(n, condition, random),
            [.. Enumerable.Range(0, n).Select(_ => 3 * LayerProblems.Normal(random))],
            Rows(n, g, [.. bounds.Select(b => b.Lower)], [.. bounds.Select(b => b.Upper)]));
    }

    /// <summary>m rows g_r x ≤ u_r, and one that a positive combination of them contradicts.</summary>
    internal static QpProblem Contradicting(int n, int m, Random random)
    {
        double[] g = [.. Enumerable.Range(0, m * n).Select(_ => LayerProblems.Normal(random)), .. new double[n]], upper = [.. Enumerable.Range(0, m).Select(_ => LayerProblems.Normal(random)), 0];
        for (int r = 0; r < m; r++)
        {
            double y = 0.2 + random.NextDouble();
            for (int i = 0; i < n; i++)
                g[(m * n) + i] -= y * g[(r * n) + i];
            upper[m] -= y * upper[r];
        }
        upper[m] -= 0.1 + random.NextDouble();
        return new QpProblem(
            Cost(n, 1e3, random),
            [.. Enumerable.Range(0, n).Select(_ => 3 * LayerProblems.Normal(random))],
            Rows(n, g, [.. upper.Select(_ => double.NegativeInfinity)], upper));
    }

    /// <summary>U diag(1 … condition) Uᵀ with U from reflections of random vectors.</summary>
    private static double[] Cost(int n, double condition, Random random)
    {
        double[] q = new double[n * n];
        for (int i = 0; i < n; i++)
            q[(i * n) + i] = Math.Pow(condition, n == 1 ? 0 : (double)i / (n - 1)) / Math.Sqrt(condition);
        for (int k = 0; k < 3; k++)
        {
            double[] v = [.. Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random))];
            Reflect(q, v, n);
        }
        return q;
    }

    /// <summary>Q ← H Q H with H = I − 2 v vᵀ / |v|².</summary>
    private static void Reflect(double[] q, double[] v, int n)
    {
        double length = v.Sum(x => x * x), curve = 0;
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                product[i] += q[(i * n) + j] * v[j];
            curve += v[i] * product[i];
        }
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                q[(i * n) + j] = q[(j * n) + i] += (4 * curve * v[i] * v[j] / (length * length)) - (2 * ((v[i] * product[j]) + (product[i] * v[j])) / length);
        }
    }

    private static LinearConstraints Rows(int n, double[] g, double[] lower, double[] upper)
    {
        int[] columns = [.. Enumerable.Range(0, g.Length).Where(k => g[k] != 0).Select(k => k % n)];
        int[] starts = [.. Enumerable.Range(0, upper.Length + 1).Select(r => g.Take(r * n).Count(v => v != 0))];
        return new LinearConstraints(n, new GeneralBlock(new SparseRows(n, starts, columns, [.. g.Where(v => v != 0)]), lower, upper));
    }
}
