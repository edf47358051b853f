using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>Settings of the task <c>mujoco/transport</c>. The defaults are those of the published evaluations.</summary>
public sealed class TransportOptions : PandaTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode; the expert needs about 450.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 700;

    /// <summary>Half the height of the hammer's head [m].</summary>
    [Description("Half the height of the hammer's head [m]; robosuite draws 0.015 to 0.018 once a process.")]
    [Range(0.015, 0.018)]
    public double HeadHalfSize { get; init; } = 0.0165;

    /// <summary>How far bins may stand from their places, along x and along y [m].</summary>
    [Description("Largest distance of the bins from their places at the start, along x and y [m].")]
    [Range(0, 0.03)]
    public double PlacementRange { get; init; } = 0.005;

    /// <summary>How far the hammer may be turned from pointing straight across the tables [rad].</summary>
    [Description("Largest angle between the hammer and the line from arm to arm at the start [rad].")]
    [Range(0, 0.6)]
    public double HammerTurn { get; init; } = Math.PI / 6;

    /// <summary>How far the cube may be turned [rad].</summary>
    [Description("Largest angle of the cube of trash at the start [rad].")]
    [Range(0, Math.PI)]
    public double TrashTurn { get; init; } = 0.3 * Math.PI;
}
