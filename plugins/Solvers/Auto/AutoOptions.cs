using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Solvers.Auto;

/// <summary>Settings of the solver that chooses; the solvers it chooses from have their defaults.</summary>
public sealed class AutoOptions
{
    /// <summary>How many problems of a batch are solved at the same time; 0: as many as there are processors. Results do not depend on it.</summary>
    [Description("Problems solved at the same time; 0 for one per processor. Results do not depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }
}
