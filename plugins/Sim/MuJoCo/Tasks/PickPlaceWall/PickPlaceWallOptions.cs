using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;

/// <summary>Settings of the task <c>mujoco/pick-place-wall</c>. The defaults are those of Meta-World.</summary>
public sealed class PickPlaceWallOptions : SawyerTaskOptions;
