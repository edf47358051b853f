using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.Disassemble;

/// <summary>Disassemble (Meta-World): the handle of a ring around a peg must rise by 15 cm.</summary>
internal sealed class DisassembleTask : SawyerTask
{
    private const double Rise = 0.15, Apart = 0.1;

    // Drawn as in the original, where the second place is never used, but must be away from the first.
    private static readonly Region Nuts = new(new(0, 0.6, 0.025), new(0.1, 0.75, 0.02501)), Unused = new(new(-0.1, 0.6, 0.1699), new(0.1, 0.75, 0.1701));
    private static readonly Vector3D PegFromNut = new(0, 0, 0.03);
    private static readonly QuaternionD HandleAlongX = QuaternionD.About(Vector3D.Up, Math.PI / 2);

    private readonly int nutBody, nutQpos, handleSite;
    private readonly MocapBody peg;

    /// <summary>Makes the world.</summary>
    public DisassembleTask(MuJoCoLibrary library, DisassembleOptions options)
        : base(new SawyerScene("mujoco/disassemble", "disassemble.xml") { HandStart = new(0, 0.4, 0.2) }, library, options)
    {
        (nutBody, nutQpos, handleSite) = (Model.Id(MjObject.Body, "nut"), Model.QposAddress("nut"), Model.Id(MjObject.Site, "handle"));
        peg = new MocapBody(Data, "peg");
    }

    /// <summary>Straight over the ring's start, as high as the handle must come [m].</summary>
    public override Vector3D Goal => peg.Position - PegFromNut + (Rise * Vector3D.Up);

    /// <summary>The handle's middle [m].</summary>
    public Vector3D Handle => new(Data.SitePosition(handleSite));

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = Handle.Z > Goal.Z;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        (Vector3D nut, _) = Draw(chance, Nuts, Unused, Apart);
        Place(nutQpos, new Pose(nut, HandleAlongX));
        peg.Position = nut + PegFromNut;
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> frame)
    {
        Handle.CopyTo(frame);
        Data.Xquat(nutBody).CopyTo(frame[3..]);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new DisassembleExpert(this, seed, roughness);
}
