using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>Settings of the task <c>mujoco/push-t</c>. The defaults are those of the published evaluations.</summary>
public sealed class PushTOptions : MuJoCoTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode, at 10 Hz.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 300;
}
