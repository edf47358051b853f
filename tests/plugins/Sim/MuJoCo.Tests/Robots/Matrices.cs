namespace DiffOG.Simulation.MuJoCo.Tests.Robots;

/// <summary>Plain matrix algebra, written without regard to speed and independently of the controllers.</summary>
internal static class Matrices
{
    public static double[,] Product(double[,] a, double[,] b)
    {
        double[,] c = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                for (int k = 0; k < b.GetLength(0); k++)
                    c[i, j] += a[i, k] * b[k, j];
            }
        }
        return c;
    }

    public static double[] Product(double[,] a, double[] x) => [.. Enumerable.Range(0, a.GetLength(0)).Select(i => Enumerable.Range(0, x.Length).Sum(k => a[i, k] * x[k]))];

    public static double[,] Transposed(double[,] a)
    {
        double[,] t = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
                t[j, i] = a[i, j];
        }
        return t;
    }

    public static double[,] Rows(double[,] a, int from, int count)
    {
        double[,] part = new double[count, a.GetLength(1)];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
                part[i, j] = a[from + i, j];
        }
        return part;
    }

    // Gauss and Jordan with the largest pivot.
    public static double[,] Inverse(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone(), inverse = new double[n, n];
        for (int i = 0; i < n; i++)
            inverse[i, i] = 1;
        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(r => Math.Abs(a[r, column]));
            for (int j = 0; j < n; j++)
            {
                (a[column, j], a[pivot, j]) = (a[pivot, j], a[column, j]);
                (inverse[column, j], inverse[pivot, j]) = (inverse[pivot, j], inverse[column, j]);
            }
            double divisor = a[column, column];
            for (int j = 0; j < n; j++)
                (a[column, j], inverse[column, j]) = (a[column, j] / divisor, inverse[column, j] / divisor);
            foreach (int row in Enumerable.Range(0, n).Where(r => r != column))
            {
                double factor = a[row, column];
                for (int j = 0; j < n; j++)
                    (a[row, j], inverse[row, j]) = (a[row, j] - (factor * a[column, j]), inverse[row, j] - (factor * inverse[column, j]));
            }
        }
        return inverse;
    }
}
