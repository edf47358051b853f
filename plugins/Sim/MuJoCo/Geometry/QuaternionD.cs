using System.Globalization;

namespace DiffOG.Simulation.MuJoCo.Geometry;

/// <summary>A rotation as a unit quaternion, double precision, the scalar part first as in MuJoCo.</summary>
internal readonly record struct QuaternionD(double W, double X, double Y, double Z)
{
    private const double Tiny = 1e-12;

    /// <summary>No rotation.</summary>
    public static readonly QuaternionD Identity = new(1, 0, 0, 0);

    /// <summary>From four consecutive numbers, w first.</summary>
    public QuaternionD(ReadOnlySpan<double> values)
        : this(values[0], values[1], values[2], values[3])
    {
    }

    /// <summary>The rotation the other way.</summary>
    public QuaternionD Inverse => new(W, -X, -Y, -Z);

    /// <summary>Of the two that mean the same rotation, the one whose scalar part is not negative.</summary>
    public QuaternionD WithPositiveW => W < 0 ? new(-W, -X, -Y, -Z) : this;

    /// <summary>With length one.</summary>
    public QuaternionD Normalised
    {
        get
        {
            double length = Math.Sqrt((W * W) + (X * X) + (Y * Y) + (Z * Z));
            return new(W / length, X / length, Y / length, Z / length);
        }
    }

    /// <summary>The angle about the vertical axis [rad], −π to π.</summary>
    public double Yaw => Math.Atan2(2 * ((W * Z) + (X * Y)), 1 - (2 * ((Y * Y) + (Z * Z))));

    /// <summary>A turn about an axis.</summary>
    /// <param name="axis">Of any length but zero.</param>
    /// <param name="angle">[rad].</param>
    public static QuaternionD About(Vector3D axis, double angle)
    {
        Vector3D half = Math.Sin(angle / 2) * axis.Normalised;
        return new(Math.Cos(angle / 2), half.X, half.Y, half.Z);
    }

    /// <summary>The rotation of a rotation vector: axis times angle [rad].</summary>
    public static QuaternionD FromVector(Vector3D vector) => vector.Length < Tiny ? Identity : About(vector, vector.Length);

    /// <summary>The rotation of a matrix, row by row (Shepperd 1978: the largest component first, so that nothing is divided by little).</summary>
    public static QuaternionD FromMatrix(ReadOnlySpan<double> m)
    {
        (double w, double x, double y, double z) = (1 + m[0] + m[4] + m[8], 1 + m[0] - m[4] - m[8], 1 - m[0] + m[4] - m[8], 1 - m[0] - m[4] + m[8]);
        double largest = Math.Max(Math.Max(w, x), Math.Max(y, z)), s = 2 * Math.Sqrt(largest);
        if (largest == w)
            return new(s / 4, (m[7] - m[5]) / s, (m[2] - m[6]) / s, (m[3] - m[1]) / s);
        if (largest == x)
            return new((m[7] - m[5]) / s, s / 4, (m[1] + m[3]) / s, (m[2] + m[6]) / s);
        return largest == y
            ? new((m[2] - m[6]) / s, (m[1] + m[3]) / s, s / 4, (m[5] + m[7]) / s)
            : new((m[3] - m[1]) / s, (m[2] + m[6]) / s, (m[5] + m[7]) / s, s / 4);
    }

    /// <summary>The frame with given second and third axes, made orthogonal; the third is kept exactly.</summary>
    /// <param name="y">Roughly the second axis.</param>
    /// <param name="z">The third axis.</param>
    public static QuaternionD FromAxes(Vector3D y, Vector3D z)
    {
        Vector3D third = z.Normalised, first = y.Cross(third).Normalised, second = third.Cross(first);
        return FromMatrix([first.X, second.X, third.X, first.Y, second.Y, third.Y, first.Z, second.Z, third.Z]);
    }

    /// <summary>Turns a vector.</summary>
    public Vector3D Turn(Vector3D v)
    {
        Vector3D axis = new(X, Y, Z), once = 2 * axis.Cross(v);
        return v + (W * once) + axis.Cross(once);
    }

    /// <summary>The rotation vector of the shortest way: axis times angle [rad], 0 to π.</summary>
    public Vector3D ToVector()
    {
        double sign = W < 0 ? -1 : 1;
        Vector3D axis = new(sign * X, sign * Y, sign * Z);
        double sine = axis.Length, angle = 2 * Math.Atan2(sine, sign * W);
        return sine < Tiny ? 2 * axis : (angle / sine) * axis;
    }

    /// <summary>Writes the rotation matrix, row by row.</summary>
    public void ToMatrix(Span<double> m)
    {
        (m[0], m[1], m[2]) = (1 - (2 * ((Y * Y) + (Z * Z))), 2 * ((X * Y) - (W * Z)), 2 * ((X * Z) + (W * Y)));
        (m[3], m[4], m[5]) = (2 * ((X * Y) + (W * Z)), 1 - (2 * ((X * X) + (Z * Z))), 2 * ((Y * Z) - (W * X)));
        (m[6], m[7], m[8]) = (2 * ((X * Z) - (W * Y)), 2 * ((Y * Z) + (W * X)), 1 - (2 * ((X * X) + (Y * Y))));
    }

    /// <summary>Writes w, x, y, z, as MuJoCo wants it.</summary>
    public void CopyTo(Span<double> target) => (target[0], target[1], target[2], target[3]) = (W, X, Y, Z);

    /// <summary>Writes x, y, z, w, as robosuite's observations have it.</summary>
    public void CopyScalarLast(Span<double> target) => (target[0], target[1], target[2], target[3]) = (X, Y, Z, W);

    /// <summary>The four numbers; what a record would print contains quaternions without end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({W}, {X}, {Y}, {Z})");

    /// <summary>First b, then a.</summary>
    public static QuaternionD operator *(QuaternionD a, QuaternionD b) => new(
        (a.W * b.W) - (a.X * b.X) - (a.Y * b.Y) - (a.Z * b.Z),
        (a.W * b.X) + (a.X * b.W) + (a.Y * b.Z) - (a.Z * b.Y),
        (a.W * b.Y) - (a.X * b.Z) + (a.Y * b.W) + (a.Z * b.X),
        (a.W * b.Z) + (a.X * b.Y) - (a.Y * b.X) + (a.Z * b.W));
}
