using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

/// <summary>Settings that every task of Meta-World has. The defaults are those of its benchmark.</summary>
public abstract class SawyerTaskOptions : MuJoCoTaskOptions
{
    /// <summary>The number of control steps after which an episode ends.</summary>
    [Description("Control steps of an episode, 80 a second.")]
    [Range(1, 100000)]
    public int MaxSteps { get; init; } = 500;

    /// <summary>How unsteady the scripted expert's hand is: a factor on its noise.</summary>
    [Description("How unsteady the scripted expert's hand is; 0 is machine-like, 0.4 about as a person with a space mouse, 1 rough.")]
    [Range(0, 3)]
    public double ExpertNoise { get; init; } = 0.4;
}
