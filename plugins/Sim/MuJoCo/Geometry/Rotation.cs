namespace DiffOG.Simulation.MuJoCo.Geometry;

/// <summary>Rotation matrices, row by row, and rotation vectors (axis times angle [rad]).</summary>
internal static class Rotation
{
    private const double Tiny = 1e-12;

    /// <summary>The matrix of a rotation vector, by Rodrigues' formula.</summary>
    public static void FromVector(ReadOnlySpan<double> vector, Span<double> matrix)
    {
        double angle = Math.Sqrt((vector[0] * vector[0]) + (vector[1] * vector[1]) + (vector[2] * vector[2]));
        double s = angle < Tiny ? 1 : Math.Sin(angle) / angle, c = angle < Tiny ? 0.5 : (1 - Math.Cos(angle)) / (angle * angle);
        (double x, double y, double z) = (vector[0], vector[1], vector[2]);
        double cosine = Math.Cos(angle);
        matrix[0] = cosine + (c * x * x);
        matrix[1] = (c * x * y) - (s * z);
        matrix[2] = (c * x * z) + (s * y);
        matrix[3] = (c * x * y) + (s * z);
        matrix[4] = cosine + (c * y * y);
        matrix[5] = (c * y * z) - (s * x);
        matrix[6] = (c * x * z) - (s * y);
        matrix[7] = (c * y * z) + (s * x);
        matrix[8] = cosine + (c * z * z);
    }

    /// <summary>A B.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product)
    {
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                product[(3 * i) + j] = (a[3 * i] * b[j]) + (a[(3 * i) + 1] * b[3 + j]) + (a[(3 * i) + 2] * b[6 + j]);
        }
    }

    /// <summary>½ Σ rᵢ × dᵢ over the columns of two rotations: for small angles, the rotation vector from the first to the second.</summary>
    public static void Error(ReadOnlySpan<double> present, ReadOnlySpan<double> desired, Span<double> error)
    {
        error[..3].Clear();
        for (int i = 0; i < 3; i++)
        {
            (double x, double y, double z) = (present[i], present[3 + i], present[6 + i]);
            (double u, double v, double w) = (desired[i], desired[3 + i], desired[6 + i]);
            error[0] += 0.5 * ((y * w) - (z * v));
            error[1] += 0.5 * ((z * u) - (x * w));
            error[2] += 0.5 * ((x * v) - (y * u));
        }
    }
}
