namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>
/// A symmetric positive definite matrix of up to eight rows as A = L Lᵀ. Column after column is subtracted from what
/// remains, so that the numbers of a row are worked on side by side.
/// </summary>
/// <param name="n">The size.</param>
internal sealed class Cholesky(int n)
{
    // Row j of Lᵀ in what lies right of the diagonal; what lies left of it means nothing.
    private readonly Eight[] upper = new Eight[n];
    private readonly double[] pivots = new double[n];

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">[n] rows of n numbers.</param>
    /// <param name="damping">Added to the diagonal, as a part of its mean: a singular matrix is then solved in the least-squares sense.</param>
    public void Factor(ReadOnlySpan<Eight> matrix, double damping = 0)
    {
        matrix[..n].CopyTo(upper);
        Span<double> numbers = Eight.Numbers(upper);
        if (damping > 0)
            Damp(numbers, damping);
        for (int j = 0; j < n; j++)
        {
            double pivot = Math.Sqrt(numbers[(Eight.Count + 1) * j]);
            Eight row = upper[j] / pivot;
            (pivots[j], upper[j]) = (pivot, row);
            for (int i = j + 1; i < n; i++)
                upper[i] -= numbers[(Eight.Count * j) + i] * row;
        }
    }

    /// <summary>Replaces B by the solution of A X = B.</summary>
    /// <param name="b">[n] rows of eight right sides.</param>
    public void Solve(Span<Eight> b)
    {
        ReadOnlySpan<double> numbers = Eight.Numbers(upper);
        for (int i = 0; i < n; i++)
        {
            Eight sum = b[i];
            for (int k = 0; k < i; k++)
                sum -= numbers[(Eight.Count * k) + i] * b[k];
            b[i] = sum / pivots[i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            Eight sum = b[i];
            for (int k = i + 1; k < n; k++)
                sum -= numbers[(Eight.Count * i) + k] * b[k];
            b[i] = sum / pivots[i];
        }
    }

    /// <summary>Replaces b by the solution of A x = b.</summary>
    /// <param name="b">[n].</param>
    public void Solve(Span<double> b)
    {
        ReadOnlySpan<double> numbers = Eight.Numbers(upper);
        for (int i = 0; i < n; i++)
        {
            double sum = b[i];
            for (int k = 0; k < i; k++)
                sum -= numbers[(Eight.Count * k) + i] * b[k];
            b[i] = sum / pivots[i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = b[i];
            for (int k = i + 1; k < n; k++)
                sum -= numbers[(Eight.Count * i) + k] * b[k];
            b[i] = sum / pivots[i];
        }
    }

    private void Damp(Span<double> numbers, double damping)
    {
        double added = 0;
        for (int i = 0; i < n; i++)
            added += damping * numbers[(Eight.Count + 1) * i] / n;
        for (int i = 0; i < n; i++)
            numbers[(Eight.Count + 1) * i] += added;
    }
}
