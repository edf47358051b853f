namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>Small symmetric positive definite systems, in place: A = L Lᵀ.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of A by L.</summary>
    /// <param name="a">[n, n] row by row.</param>
    /// <param name="n">The size.</param>
    /// <param name="damping">Added to the diagonal, as a part of its mean: a singular matrix is then solved in the least-squares sense.</param>
    public static void Factor(Span<double> a, int n, double damping = 0)
    {
        double added = 0;
        for (int i = 0; i < n && damping > 0; i++)
            added += damping * a[(i * n) + i] / n;
        for (int j = 0; j < n; j++)
        {
            double diagonal = a[(j * n) + j] + added;
            for (int k = 0; k < j; k++)
                diagonal -= a[(j * n) + k] * a[(j * n) + k];
            double pivot = Math.Sqrt(diagonal);
            a[(j * n) + j] = pivot;
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[(i * n) + j];
                for (int k = 0; k < j; k++)
                    sum -= a[(i * n) + k] * a[(j * n) + k];
                a[(i * n) + j] = sum / pivot;
            }
        }
    }

    /// <summary>Replaces b by the solution of A x = b.</summary>
    /// <param name="l">[n, n] from <see cref="Factor"/>.</param>
    /// <param name="n">The size.</param>
    /// <param name="b">[n].</param>
    public static void Solve(ReadOnlySpan<double> l, int n, Span<double> b)
    {
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
                b[i] -= l[(i * n) + k] * b[k];
            b[i] /= l[(i * n) + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                b[i] -= l[(k * n) + i] * b[k];
            b[i] /= l[(i * n) + i];
        }
    }
}
