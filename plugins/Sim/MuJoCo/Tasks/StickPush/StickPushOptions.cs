using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.StickPush;

/// <summary>Settings of the task <c>mujoco/stick-push</c>. The defaults are those of Meta-World.</summary>
public sealed class StickPushOptions : SawyerTaskOptions;
