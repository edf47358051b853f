using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Policies.Leto.Optimisation;

/// <summary>What the quadratic program of a policy is composed of.</summary>
/// <param name="Constraints">Writes the limits.</param>
/// <param name="Solver">Solves and differentiates.</param>
/// <param name="StepDuration">[s].</param>
internal sealed record LetoParts(IConstraintSet Constraints, IQpSolver Solver, double StepDuration);
