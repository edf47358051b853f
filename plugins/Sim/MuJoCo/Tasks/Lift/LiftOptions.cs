using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Rendering;

namespace DiffOG.Simulation.MuJoCo.Tasks.Lift;

/// <summary>Settings of the task <c>mujoco/lift</c>. The defaults are those of the published evaluations.</summary>
public sealed class LiftOptions
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

    /// <summary>The standard deviation of the joints' start angles [rad].</summary>
    [Description("Standard deviation of the joints' start angles [rad].")]
    [Range(0, 0.1)]
    public double JointNoise { get; init; } = 0.02;

    /// <summary>How unsteady the scripted expert's hand is: a factor on its noise.</summary>
    [Description("How unsteady the scripted expert's hand is; 0 is machine-like; a person's changes from step to step are smaller than at 0.4.")]
    [Range(0, 3)]
    public double ExpertNoise { get; init; } = 1;

    /// <summary>How much work goes into a picture.</summary>
    [Description("fast: neither shadows nor smoothed edges; fine: both, five to seven times slower.")]
    public RenderQuality RenderQuality { get; init; } = RenderQuality.Fast;

    /// <summary>The folder of a MuJoCo release; null: found.</summary>
    [Description("Folder of a MuJoCo release (with include/ and lib/ or bin/); left out, DIFFOG_MUJOCO, .diffog/native and the system are searched.")]
    [PathOption]
    public string? MujocoFolder { get; init; }
}
