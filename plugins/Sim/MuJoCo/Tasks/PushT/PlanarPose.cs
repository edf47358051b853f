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
        return new PlanarPoint((cosine * X) - (sine * Y), (sine * X) + (cosine * Y));
    }
}

/// <summary>Where a body's origin is [px], and how far it is turned from x towards y [rad].</summary>
internal readonly record struct PlanarPose(PlanarPoint Origin, double Angle)
{
    /// <summary>A point of the body in the picture.</summary>
    public PlanarPoint ToPicture(PlanarPoint local) => Origin + local.Turned(Angle);
}
