using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Solvers.ActiveSet;

/// <summary>Settings of the active-set solver. The defaults suit every problem of the layer; none of them changes an answer.</summary>
public sealed class ActiveSetOptions
{
    /// <summary>How many projected Gauss–Seidel sweeps make the first guess of the active set.</summary>
    [Description("Projected Gauss-Seidel sweeps that guess the active set; 6 to 10 are fastest.")]
    [Range(0, 100)]
    public int Sweeps { get; init; } = 8;

    /// <summary>The largest number of factorisations for one problem.</summary>
    [Description("Most factorisations for one problem; 2 to 4 are usual, a few dozen the most ever seen.")]
    [Range(1, 100_000)]
    public int MaxIterations { get; init; } = 2000;

    /// <summary>How many problems of a batch are solved at the same time; 0: as many as there are processors. Results do not depend on it.</summary>
    [Description("Problems solved at the same time; 0 for one per processor. Results do not depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }
}
