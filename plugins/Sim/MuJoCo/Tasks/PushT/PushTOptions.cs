using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Rendering;

namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>Settings of the task <c>mujoco/push-t</c>. The defaults are those of the published evaluations.</summary>
public sealed class PushTOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode, at 10 Hz.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 300;

    /// <summary>How much work goes into a picture.</summary>
    [Description("fast: no smoothed edges; fine: smoothed, several times slower.")]
    public RenderQuality RenderQuality { get; init; } = RenderQuality.Fast;

    /// <summary>The folder of a MuJoCo release; null: found.</summary>
    [Description("Folder of a MuJoCo release (with include/ and lib/ or bin/); left out, DIFFOG_MUJOCO, .diffog/native and the system are searched.")]
    [PathOption]
    public string? MujocoFolder { get; init; }
}
