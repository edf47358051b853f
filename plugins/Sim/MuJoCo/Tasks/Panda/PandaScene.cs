using DiffOG.Specs;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Panda;

/// <summary>What is particular to a task with Panda arms, before its model is compiled.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="File">The description of tables and objects, with a body <c>robot0_mount</c> for each arm.</param>
/// <param name="ObjectSize">The number of values that are observed of objects.</param>
/// <param name="MaxSteps">Of an episode.</param>
/// <param name="Cameras">The one for films first.</param>
internal sealed record PandaScene(string Id, string File, int ObjectSize, int MaxSteps, IReadOnlyList<CameraSpec> Cameras)
{
    /// <summary>What stands for names with a dollar sign in the description.</summary>
    public (string Name, double Value)[] Values { get; init; } = [];

    /// <summary>Where the mounts stand [m]; one arm each.</summary>
    public IReadOnlyList<Vector3D> Bases { get; init; } = [new(-0.56, 0, 0.912)];
}
