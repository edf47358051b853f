using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>In what an expert differs from episode to episode.</summary>
/// <param name="chance">Decides it.</param>
/// <param name="roughness">A factor on how much; 0 is always the same.</param>
internal sealed class ToolHangManner(Chance chance, double roughness)
{
    /// <summary>A factor on the speed of free movements.</summary>
    public double Pace { get; } = 1 + chance.Uniform(-0.25 * roughness, 0.25 * roughness);

    /// <summary>How far it stops before what it grasps [m].</summary>
    public double Hover { get; } = 0.08 + chance.Uniform(-0.04 * roughness, 0.04 * roughness);

    /// <summary>Where it holds the frame: the height on the rod [m].</summary>
    public double FrameHold { get; } = 0.042 + chance.Uniform(-0.008 * roughness, 0.008 * roughness);

    /// <summary>Where it holds the tool: the place on the handle [m].</summary>
    public double ToolHold { get; } = chance.Uniform(-0.02 * roughness, 0.02 * roughness);

    /// <summary>The control steps it waits for the fingers.</summary>
    public int Wait { get; } = 9 + (int)chance.Uniform(0, 10 * roughness);

    /// <summary>Where the tip is while the frame is turned, from the tube's end [m].</summary>
    public Vector3D TurnPlace { get; } = new(
        0.02 + chance.Uniform(-0.05 * roughness, 0.05 * roughness), -0.1 + chance.Uniform(-0.05 * roughness, 0.05 * roughness), 0.06 + chance.Uniform(0, 0.05 * roughness));

    /// <summary>Where it passes the stand on the way to the tool [m].</summary>
    public Vector3D PassPlace { get; } = new(
        0.08 + chance.Uniform(-0.05 * roughness, 0.05 * roughness), -0.02 + chance.Uniform(-0.05 * roughness, 0.05 * roughness), 1.16 + chance.Uniform(0, 0.1 * roughness));

    /// <summary>How far the handle points down when the tool is let go [rad].</summary>
    public double FinalPitch { get; } = 1.1 + chance.Uniform(-0.1 * roughness, 0.1 * roughness);
}
