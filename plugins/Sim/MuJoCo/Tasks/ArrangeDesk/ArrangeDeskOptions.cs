using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Tasks.Arms;

namespace DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;

/// <summary>Settings of the task <c>mujoco/arrange-desk</c>.</summary>
public sealed class ArrangeDeskOptions : ArmTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode; the expert needs about 690.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 800;
}
