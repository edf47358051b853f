using DiffOG.Simulation.MuJoCo.Tasks.Arms;

namespace DiffOG.Simulation.MuJoCo.Tasks.Panda;

/// <summary>Settings that every task with Panda arms has. The defaults are those of the published evaluations.</summary>
public abstract class PandaTaskOptions : ArmTaskOptions;
