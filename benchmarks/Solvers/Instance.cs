using DiffOG.Refiners.DiffOG;
using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>One problem of a receding sequence.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Before">The solution of the instance before it; null for the first of a sequence.</param>
/// <param name="Family">Its family.</param>
internal sealed record Instance(QpProblem Problem, QpSolution? Before, Family Family)
{
    /// <summary>The guess that a control loop has: the solution before, shifted as the refiner shifts it.</summary>
    internal QpSolution? Warm { get; } = ShiftedSolution.Of(Before, Family.Executed, Problem, Family.Dimensions);
}
