using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Tasks.Arms;

namespace DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;

/// <summary>Settings of the task <c>mujoco/move-the-stack</c>.</summary>
public sealed class MoveTheStackOptions : ArmTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode; the expert needs about 280.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 400;

    /// <summary>The friction between spoon and rim.</summary>
    [Description("Coefficient of friction between spoon and rim; metal on glass 0.25 to 0.35.")]
    [Range(0.05, 1)]
    public double SpoonFriction { get; init; } = 0.25;

    /// <summary>Where the spoon balances, from its middle towards its bowl [m].</summary>
    [Description("Where the spoon balances, from its middle towards its bowl [m]; the nearer to the rim, the less it may slide.")]
    [Range(0, 0.02)]
    public double SpoonBalance { get; init; } = 0.018;

    /// <summary>How far from the glass's axis the middle of the spoon may start, along it and across it [m].</summary>
    [Description("Largest distance of the spoon's middle from the axis of the glass at the start, along the spoon and across it [m].")]
    [Range(0, 0.015)]
    public double SpoonOffset { get; init; } = 0.01;
}
