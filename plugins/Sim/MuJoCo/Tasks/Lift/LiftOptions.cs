using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Lift;

/// <summary>Settings of the task <c>mujoco/lift</c>. The defaults are those of the published evaluations.</summary>
public sealed class LiftOptions : PandaTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode; the expert needs about 60.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 400;

    /// <summary>Half the edge of the cube [m].</summary>
    [Description("Half the edge of the cube [m]; robosuite draws 0.020 to 0.022 once a process.")]
    [Range(0.015, 0.030)]
    public double CubeHalfSize { get; init; } = 0.021;

    /// <summary>How far from the table's centre the cube may start, along x and along y [m].</summary>
    [Description("Largest distance of the cube from the table's centre at the start, along x and y [m].")]
    [Range(0, 0.15)]
    public double PlacementRange { get; init; } = 0.03;
}
