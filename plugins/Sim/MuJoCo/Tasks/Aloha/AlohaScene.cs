namespace DiffOG.Simulation.MuJoCo.Tasks.Aloha;

/// <summary>What is particular to a task on the bimanual rig, before its model is compiled.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="File">The description of the objects on the table.</param>
/// <param name="ObjectSize">The number of values that are observed of objects.</param>
/// <param name="MaxSteps">Of an episode.</param>
/// <param name="Commanded">The prefixes of the arms that are commanded; the others rest.</param>
internal sealed record AlohaScene(string Id, string File, int ObjectSize, int MaxSteps, IReadOnlyList<string> Commanded)
{
    /// <summary>What stands for names with a dollar sign in the description.</summary>
    public (string Name, double Value)[] Values { get; init; } = [];
}
