using Xunit;

namespace DiffOG.Policies.Leto.Tests;

/// <summary>Verifies a minimiser of ½ aᵀQa − xᵀa under g·a ≤ h by arithmetic of its own.</summary>
internal static class DenseKkt
{
    private const double Tolerance = 1e-6;

    /// <summary>
    /// The point is feasible; the rows that bind, taken as equations, give a system [Q Gᵀ; G 0] whose solution is that
    /// point, with multipliers that are not negative.
    /// </summary>
    /// <returns>How many rows bind.</returns>
    internal static int Check(double[] q, double[] x, double[] found, List<(double[] G, double H)> rows)
    {
        int n = x.Length;
        Assert.All(rows, r => Assert.True(Dot(r.G, found) <= r.H + 1e-9));
        (double[] G, double H)[] active = [.. rows.Where(r => Dot(r.G, found) > r.H - 1e-7)];
        int size = n + active.Length;
        double[,] system = new double[size, size + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                system[i, j] = q[(i * n) + j];
            system[i, size] = x[i];
        }
        for (int r = 0; r < active.Length; r++)
        {
            for (int j = 0; j < n; j++)
                system[n + r, j] = system[j, n + r] = active[r].G[j];
            system[n + r, size] = active[r].H;
        }
        double[] solution = Solve(system);
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal(solution[i], found[i], Tolerance));
        Assert.All(solution.Skip(n), y => Assert.True(y > -Tolerance, $"A multiplier is {y}."));
        return active.Length;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b).Sum(p => p.First * p.Second);

    /// <summary>Gaussian elimination with pivots.</summary>
    private static double[] Solve(double[,] system)
    {
        int n = system.GetLength(0);
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(system[i, k]));
            for (int j = 0; j <= n; j++)
                (system[k, j], system[pivot, j]) = (system[pivot, j], system[k, j]);
            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : system[i, k] / system[k, k];
                for (int j = k; j <= n && factor != 0; j++)
                    system[i, j] -= factor * system[k, j];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => system[i, n] / system[i, i])];
    }
}
