using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Tasks.Arms;

/// <summary>Settings that every task with arms has.</summary>
public abstract class ArmTaskOptions : MuJoCoTaskOptions
{
    /// <summary>What a command means.</summary>
    [Description("What a command means: endEffectorDelta (robosuite's OSC_POSE, the published choice), endEffectorQuaternion, endEffectorRotation6D, jointPosition, jointTorque. The last two have no scripted expert.")]
    public ArmControl Control { get; init; } = ArmControl.EndEffectorDelta;

    /// <summary>The standard deviation of the joints' start angles [rad].</summary>
    [Description("Standard deviation of the joints' start angles [rad].")]
    [Range(0, 0.1)]
    public double JointNoise { get; init; } = 0.02;

    /// <summary>How unsteady the scripted expert's hand is: a factor on its noise.</summary>
    [Description("How unsteady the scripted expert's hand is; 0 is machine-like, 0.4 about as a person with a space mouse, 1 rough.")]
    [Range(0, 3)]
    public double ExpertNoise { get; init; } = 0.4;
}
