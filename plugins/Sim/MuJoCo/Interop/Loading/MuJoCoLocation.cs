namespace DiffOG.Simulation.MuJoCo.Interop.Loading;

/// <summary>Where a MuJoCo lies.</summary>
/// <param name="Library">The library's file, absolute.</param>
/// <param name="Headers">The include folder, absolute: the one that holds <c>mujoco/mujoco.h</c>.</param>
internal sealed record MuJoCoLocation(string Library, string Headers);
