using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Square;

/// <summary>Settings of the task <c>mujoco/square</c>. The defaults are those of the published evaluations.</summary>
public sealed class SquareOptions : PandaTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode; the expert needs about 150.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 400;
}
