namespace DiffOG.Refiners.Baselines;

/// <summary>A symmetric positive definite matrix whose entries lie within a band; its lower half is held.</summary>
/// <param name="size">n.</param>
/// <param name="bandwidth">The largest row − column of an entry.</param>
internal sealed class BandMatrix(int size, int bandwidth)
{
    private readonly double[] values = new double[size * (bandwidth + 1)];

    /// <summary>An entry of the lower half, within the band.</summary>
    internal ref double this[int row, int column] => ref values[(row * (bandwidth + 1)) + column - row + bandwidth];

    /// <summary>Solves for one right side by a Cholesky factorisation, which takes the matrix's place.</summary>
    internal double[] Solve(double[] rightSide)
    {
        Factor();
        double[] x = [.. rightSide];
        for (int i = 0; i < size; i++)
        {
            for (int j = Math.Max(0, i - bandwidth); j < i; j++)
                x[i] -= this[i, j] * x[j];
            x[i] /= this[i, i];
        }
        for (int i = size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j <= Math.Min(size - 1, i + bandwidth); j++)
                x[i] -= this[j, i] * x[j];
            x[i] /= this[i, i];
        }
        return x;
    }

    private void Factor()
    {
        for (int i = 0; i < size; i++)
        {
            int first = Math.Max(0, i - bandwidth);
            for (int j = first; j <= i; j++)
            {
                double sum = this[i, j];
                for (int k = Math.Max(first, j - bandwidth); k < j; k++)
                    sum -= this[i, k] * this[j, k];
                this[i, j] = i == j ? Math.Sqrt(sum) : sum / this[j, j];
            }
        }
    }
}
