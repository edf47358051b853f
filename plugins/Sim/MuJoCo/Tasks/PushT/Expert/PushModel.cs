namespace DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;

/// <summary>
/// The world of Push-T in closed form, for looking ahead: the same steps as <see cref="PushTTask"/>, without walls. A
/// contact gives a resting block of mass 1 and inertia 3000 px² the impulse along its normal that brings the touched point
/// to the tip's speed, and a part of the overlap out. A value: a copy goes on by itself.
/// </summary>
internal struct PushModel
{
    /// <summary>The tip's radius [px].</summary>
    public const double TipRadius = 15;

    // As push-t.xml has them: [1/s²], [1/s], [px²], the part of an overlap that is pushed out a second, [s].
    private const double Stiffness = 100, Damping = 20, Inertia = 3000, PushOut = 6.13, Dt = 0.01;
    private const int Substeps = 10, Sweeps = 4;
    private PlanarPoint centre, blockVelocity;
    private double spin;

    /// <summary>Begins with a resting block.</summary>
    public PushModel(PlanarPoint tip, PlanarPoint tipVelocity, PlanarPose block)
    {
        (Tip, Velocity, Angle) = (tip, tipVelocity, block.Angle);
        centre = block.ToPicture(TBlock.CentreOfGravity);
        FindBlockVelocity();
    }

    /// <summary>Where the tip is [px].</summary>
    public PlanarPoint Tip { get; private set; }

    /// <summary>How fast it is [px/s].</summary>
    public PlanarPoint Velocity { get; private set; }

    /// <summary>How far the block is turned [rad].</summary>
    public double Angle { get; private set; }

    /// <summary>Where the block is.</summary>
    public readonly PlanarPose Block => new(centre - TBlock.CentreOfGravity.Turned(Angle), Angle);

    /// <summary>One control step.</summary>
    /// <param name="target">Where the tip shall go [px].</param>
    public void Step(PlanarPoint target)
    {
        for (int i = 0; i < Substeps; i++)
        {
            Velocity += Dt * ((Stiffness * (target - Tip)) - (Damping * Velocity));
            Tip += Dt * Velocity;
            centre += Dt * blockVelocity;
            Angle += Dt * spin;
            FindBlockVelocity();
        }
    }

    private void FindBlockVelocity()
    {
        (blockVelocity, spin) = (default, 0);
        PlanarPoint tip = (Tip - centre).Turned(-Angle) + TBlock.CentreOfGravity;
        if (tip.X is < -75 or > 75 || tip.Y is < -15 or > 135)
            return;
        PlanarPoint bar = Nearest(tip, -60, 60, 0, 30) - tip, stem = Nearest(tip, -15, 15, 30, 120) - tip;
        bool touchesBar = bar.Length < TipRadius, touchesStem = stem.Length < TipRadius;
        double first = 0, second = 0;
        for (int i = 0; i < (touchesBar && touchesStem ? Sweeps : 1); i++)
        {
            if (touchesBar)
                Push(bar, ref first);
            if (touchesStem)
                Push(stem, ref second);
        }
    }

    // Impulses only push; what was given too much before is taken back.
    private void Push(PlanarPoint way, ref double impulse)
    {
        double distance = way.Length;
        if (distance < 1e-9)
            return;
        PlanarPoint normal = ((1 / distance) * way).Turned(Angle), arm = (distance * normal) + Tip - centre;
        double turn = (arm.X * normal.Y) - (arm.Y * normal.X);
        double wanted = Dot(Velocity, normal) + (PushOut * (TipRadius - distance)), present = Dot(blockVelocity, normal) + (spin * turn);
        double change = Math.Max(-impulse, (wanted - present) / (1 + (turn * turn / Inertia)));
        impulse += change;
        blockVelocity += change * normal;
        spin += change * turn / Inertia;
    }

    private static PlanarPoint Nearest(PlanarPoint p, double left, double right, double top, double bottom) => new(Math.Clamp(p.X, left, right), Math.Clamp(p.Y, top, bottom));

    private static double Dot(PlanarPoint a, PlanarPoint b) => (a.X * b.X) + (a.Y * b.Y);
}
