namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>A point of the picture: x to the right, y down [px].</summary>
internal readonly record struct PlanarPoint(double X, double Y)
{
    public static PlanarPoint operator +(PlanarPoint a, PlanarPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static PlanarPoint operator -(PlanarPoint a, PlanarPoint b) => new(a.X - b.X, a.Y - b.Y);

    public static PlanarPoint operator *(double factor, PlanarPoint p) => new(factor * p.X, factor * p.Y);

    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public PlanarPoint Turned(double angle)
    {
        (double sine, double cosine) = Math.SinCos(angle);
        return Turned(sine, cosine);
    }

    public PlanarPoint Turned(double sine, double cosine) => new((cosine * X) - (sine * Y), (sine * X) + (cosine * Y));
}

/// <summary>Where a body's origin is [px], and how far it is turned from x towards y [rad].</summary>
internal readonly record struct PlanarPose(PlanarPoint Origin, double Angle)
{
    /// <summary>A point of the body in the picture.</summary>
    public PlanarPoint ToPicture(PlanarPoint local) => Origin + local.Turned(Angle);

    /// <summary>Points of the body in the picture.</summary>
    /// <param name="local">[n].</param>
    /// <param name="picture">[n].</param>
    public void ToPicture(ReadOnlySpan<PlanarPoint> local, Span<PlanarPoint> picture)
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        for (int i = 0; i < local.Length; i++)
            picture[i] = Origin + local[i].Turned(sine, cosine);
    }
}
