using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>Settings of the task <c>mujoco/tool-hang</c>. The defaults are those of the published evaluations.</summary>
public sealed class ToolHangOptions : PandaTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode; the expert needs about 450.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 700;

    /// <summary>How far frame and tool may start from the middle of their places, along x and along y [m].</summary>
    [Description("Largest distance of frame and tool from the middle of their places at the start, along x and y [m].")]
    [Range(0, 0.04)]
    public double PlacementRange { get; init; } = 0.02;

    /// <summary>How far frame and tool may be turned at the start [rad].</summary>
    [Description("Largest turn of frame and tool from their mean heading at the start [rad].")]
    [Range(0, 0.4)]
    public double HeadingRange { get; init; } = Math.PI / 18;
}
