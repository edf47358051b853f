namespace DiffOG.Solvers;

/// <summary>How a solve ended.</summary>
public enum QpStatus
{
    /// <summary>All residuals are within the tolerance.</summary>
    Solved,

    /// <summary>Stopped early; residuals are within the reduced tolerance only.</summary>
    SolvedInaccurately,

    /// <summary>The iterations ran out; the point is the best one found and is not to be trusted.</summary>
    IterationLimit,

    /// <summary>No point satisfies the inequalities; <see cref="QpSolution.Multipliers"/> is the certificate y with Gᵀy = 0 that proves it.</summary>
    Infeasible,

    /// <summary>The cost falls without end within the inequalities; only a Q that is not definite allows it.</summary>
    Unbounded,

    /// <summary>Q has a direction of no or negative curvature, and the solver needs it positive definite.</summary>
    NotConvex,

    /// <summary>A number is not finite, a size does not fit, bounds are crossed, or the rows have a structure that the solver does not take; <see cref="QpSolution.Detail"/> says which.</summary>
    InvalidInput,
}
