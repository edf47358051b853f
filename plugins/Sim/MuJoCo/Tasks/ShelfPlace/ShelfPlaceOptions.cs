using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.ShelfPlace;

/// <summary>Settings of the task <c>mujoco/shelf-place</c>. The defaults are those of Meta-World.</summary>
public sealed class ShelfPlaceOptions : SawyerTaskOptions;
