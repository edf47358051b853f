using System.Globalization;

namespace DiffOG.Simulation.MuJoCo.Geometry;

/// <summary>A point or a direction in space, double precision.</summary>
/// <param name="X">[m] for points.</param>
/// <param name="Y">[m] for points.</param>
/// <param name="Z">[m] for points.</param>
internal readonly record struct Vector3D(double X, double Y, double Z)
{
    /// <summary>Up.</summary>
    public static readonly Vector3D Up = new(0, 0, 1);

    /// <summary>From three consecutive numbers.</summary>
    public Vector3D(ReadOnlySpan<double> values)
        : this(values[0], values[1], values[2])
    {
    }

    /// <summary>The length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The length of the horizontal part.</summary>
    public double HorizontalLength => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>The same direction with length one; zero stays zero.</summary>
    public Vector3D Normalised => Length > 0 ? (1 / Length) * this : this;

    /// <summary>The scalar product.</summary>
    public double Dot(Vector3D other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>The vector product.</summary>
    public Vector3D Cross(Vector3D other) => new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>The same direction, at most so long.</summary>
    public Vector3D AtMost(double length) => Length > length ? (length / Length) * this : this;

    /// <summary>Writes three numbers.</summary>
    public void CopyTo(Span<double> target) => (target[0], target[1], target[2]) = (X, Y, Z);

    /// <summary>The three numbers; what a record would print contains vectors without end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X}, {Y}, {Z})");

    /// <summary>The sum.</summary>
    public static Vector3D operator +(Vector3D a, Vector3D b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>The difference.</summary>
    public static Vector3D operator -(Vector3D a, Vector3D b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The opposite.</summary>
    public static Vector3D operator -(Vector3D a) => new(-a.X, -a.Y, -a.Z);

    /// <summary>The multiple.</summary>
    public static Vector3D operator *(double s, Vector3D a) => new(s * a.X, s * a.Y, s * a.Z);
}
