using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.Disassemble;

/// <summary>Settings of the task <c>mujoco/disassemble</c>. The defaults are those of Meta-World.</summary>
public sealed class DisassembleOptions : SawyerTaskOptions;
