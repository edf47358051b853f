using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPull;

/// <summary>Settings of the task <c>mujoco/stick-pull</c>. The defaults are those of Meta-World.</summary>
public sealed class StickPullOptions : SawyerTaskOptions;
