namespace DiffOG.Simulation.MuJoCo.Rendering;

/// <summary>An OpenGL context without a window, current on the thread that made it.</summary>
internal interface IGlContext
{
    /// <summary>What it is, for a list of what this machine has.</summary>
    string Name { get; }
}
